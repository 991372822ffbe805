package waylint.rules.dockerfile.space_before_equals_sign_test

import data.waylint.rules.dockerfile.space_before_equals_sign as rule

env(pair) := {"stages": [{"instructions": [{"instruction": "ENV", "lines": 1, "pairs": [pair]}]}]}

test_space if {
	denied := rule.deny with input as env({"name": "PORT", "value": "= 80", "legacy": true})
	{finding.fix.edits[0].value | some finding in denied} == {"PORT=80"}
}

test_several_words if {
	denied := rule.deny with input as env({"name": "NAME", "value": "=a b", "legacy": true})
	count([finding | some finding in denied; not finding.fix]) == 1
}

test_without_sign if count(rule.deny) == 0 with input as env({"name": "PORT", "value": "80", "legacy": true})

test_sign_of_the_value if count(rule.deny) == 0 with input as env({"name": "PORT", "value": "=80", "legacy": false})
