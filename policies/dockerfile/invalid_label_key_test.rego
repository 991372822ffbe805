package waylint.rules.dockerfile.invalid_label_key_test

import data.waylint.rules.dockerfile.invalid_label_key as rule

label(name) := {"stages": [{"instructions": [{"instruction": "LABEL", "pairs": [{"name": name, "value": "a"}]}]}]}

test_capitals if {
	denied := rule.deny with input as label("Build_Date")
	{finding.fix.edits[0].value | some finding in denied} == {"build-date"}
}

test_reserved if {
	denied := rule.deny with input as label("com.docker.team")
	count([finding | some finding in denied; not finding.fix]) == 1
}

test_well_formed if count(rule.deny) == 0 with input as label("org.opencontainers.image.title")

test_variable if count(rule.deny) == 0 with input as label("$KEY")
