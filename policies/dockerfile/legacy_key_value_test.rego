package waylint.rules.dockerfile.legacy_key_value_test

import data.waylint.rules.dockerfile.legacy_key_value as rule

file(value, legacy) := {"stages": [{"instructions": [{
	"instruction": "ENV",
	"lines": 1,
	"text": sprintf("PORT %s", [value]),
	"pairs": [{"name": "PORT", "value": value, "legacy": legacy}],
}]}]}

test_legacy if {
	some finding in rule.deny with input as file("80", true)
	finding.fix.edits[0].value == "PORT=80"
}

test_spaces if {
	some finding in rule.deny with input as file("80 81", true)
	finding.fix.edits[0].value == `PORT="80 81"`
}

test_quotes if {
	some finding in rule.deny with input as file(`80 "81"`, true)
	not finding.fix
}

test_equals if count(rule.deny) == 0 with input as file("80", false)
