package waylint.rules.dockerfile.user_by_name_test

import data.waylint.rules.dockerfile.user_by_name as rule

file(users) := {"stages": [{"index": 0, "final": true, "base": {"stage": null}, "instructions": [{"instruction": "USER", "user": user} | some user in users]}]}

test_name if count(rule.deny) == 1 with input as file(["node"])

test_number if count(rule.deny) == 0 with input as file(["node", "1000"])

test_root if count(rule.deny) == 0 with input as file(["root"])

test_variable if count(rule.deny) == 0 with input as file(["$UID"])

test_every if {
	count(rule.deny) == 2 with input as file(["root", "$UID", "1000"]) with data.waylint.options["dockerfile/user-by-name"].every as true
}
