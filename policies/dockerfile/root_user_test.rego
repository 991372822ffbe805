package waylint.rules.dockerfile.root_user_test

import data.waylint.rules.dockerfile.root_user as rule

file(users) := {"stages": [{
	"index": 0,
	"final": true,
	"base": {"stage": null},
	"user": users[count(users) - 1],
	"instructions": [{"instruction": "USER", "text": user, "user": user, "group": null} | some user in users],
}]}

test_root if {
	some finding in rule.deny with input as file(["root"])
	finding.at == ["stages", 0, "user"]
	not finding.fix
}

test_number if count(rule.deny) == 1 with input as file(["0:0"])

test_other if count(rule.deny) == 0 with input as file(["root", "node"])

test_user_before_root if {
	some finding in rule.deny with input as file(["node", "root"])
	finding.fix.edits == [{"op": "add", "at": ["stages", 0, "instructions", 2], "value": "USER node"}]
}

test_user_of_the_options if {
	some finding in rule.deny with input as file(["root"]) with data.waylint.options["dockerfile/root-user"].user as "10001"
	finding.fix.edits[0].value == "USER 10001"
}

test_steps_down if {
	count(rule.deny) == 0 with input as {"stages": [{
		"index": 0,
		"final": true,
		"base": {"stage": null},
		"user": "root",
		"instructions": [{"instruction": "RUN", "text": "apk add --no-cache su-exec"}, {"instruction": "USER", "text": "root", "user": "root", "group": null}],
	}]}
}
