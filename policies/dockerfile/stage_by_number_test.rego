package waylint.rules.dockerfile.stage_by_number_test

import data.waylint.rules.dockerfile.stage_by_number as rule

file(name) := {"stages": [
	{"name": name, "instructions": [{"instruction": "FROM", "keyword": "FROM", "flags": {}, "text": "golang"}]},
	{"name": null, "instructions": [{"instruction": "COPY", "from": {"text": "0", "stage": 0}}]},
]}

test_name_is_known if {
	denied := rule.deny with input as file("build")
	{[finding.fix.safe, count(finding.fix.edits)] | some finding in denied} == {[true, 1]}
}

test_name_is_given if {
	denied := rule.deny with input as file(null)
	{[finding.fix.safe, count(finding.fix.edits)] | some finding in denied} == {[false, 2]}
}

test_by_name if count(rule.deny) == 0 with input as {"stages": [{"instructions": [{"instruction": "COPY", "from": {"text": "build", "stage": 0}}]}]}
