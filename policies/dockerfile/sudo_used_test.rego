package waylint.rules.dockerfile.sudo_used_test

import data.waylint.rules.dockerfile.sudo_used as rule

run(user, words) := {"stages": [{"instructions": [{
	"instruction": "RUN",
	"user": user,
	"commands": [{
		"name": words[0],
		"words": words,
		"flags": [word | some word in words; startswith(word, "-")],
		"via": null,
	}],
}]}]}

test_root if {
	denied := rule.deny with input as run("root", ["sudo", "apt-get", "update"])
	{finding.fix.safe | some finding in denied} == {true}
}

test_user_not_known if {
	denied := rule.deny with input as run(null, ["sudo", "apt-get", "update"])
	{finding.fix.safe | some finding in denied} == {false}
}

test_options_of_its_own if {
	denied := rule.deny with input as run("root", ["sudo", "-E", "apt-get", "update"])
	count([finding | some finding in denied; not finding.fix]) == 1
}

test_as_another_user if count(rule.deny) == 0 with input as run("root", ["sudo", "-u", "app", "make"])

test_without if count(rule.deny) == 0 with input as run("root", ["apt-get", "update"])
