package waylint.rules.dockerfile.blank_continuation_test

import data.waylint.rules.dockerfile.blank_continuation as rule

test_blank if {
	some finding in rule.deny with input as {"stages": [{"instructions": [{"instruction": "RUN", "blank_lines": ["", ""]}]}]}
	finding.at == ["stages", 0, "instructions", 0, "blank_lines", 0]
}

test_none if count(rule.deny) == 0 with input as {"stages": [{"instructions": [{"instruction": "RUN"}]}]}
