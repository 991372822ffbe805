package waylint.rules.dockerfile.malformed_exec_form_test

import data.waylint.rules.dockerfile.malformed_exec_form as rule

file(instruction, text) := {"stages": [{"instructions": [{
	"instruction": instruction,
	"keyword": instruction,
	"flags": {},
	"form": "shell",
	"text": text,
}]}]}

test_single_quotes if {
	some finding in rule.deny with input as file("CMD", "['node', 'server.js']")
	finding.fix.edits[0].value == `CMD ["node", "server.js"]`
}

test_comma if {
	some finding in rule.deny with input as file("ENTRYPOINT", `["node", "server.js",]`)
	not finding.fix
}

test_run if count(rule.deny) == 1 with input as file("RUN", "['make', 'install']")

test_condition if count(rule.deny) == 0 with input as file("RUN", `[ "$A" = "b" ]`)

test_command if count(rule.deny) == 0 with input as file("CMD", "node server.js")
