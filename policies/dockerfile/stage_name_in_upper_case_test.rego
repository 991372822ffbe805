package waylint.rules.dockerfile.stage_name_in_upper_case_test

import data.waylint.rules.dockerfile.stage_name_in_upper_case as rule

test_capitals if {
	some finding in rule.deny with input as {"stages": [{"name": "Build"}]}
	finding.fix.edits == [{"op": "replace", "at": ["stages", 0, "instructions", 0, "arguments", 2], "value": "build"}]
}

test_lower if count(rule.deny) == 0 with input as {"stages": [{"name": "build"}, {"name": null}]}
