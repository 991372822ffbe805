package waylint.rules.dockerfile.program_with_arguments_in_one_string_test

import data.waylint.rules.dockerfile.program_with_arguments_in_one_string as rule

cmd(arguments) := {"stages": [{"instructions": [{
	"instruction": "CMD",
	"keyword": "CMD",
	"form": "exec",
	"flags": {},
	"arguments": arguments,
}]}]}

test_one_string if {
	denied := rule.deny with input as cmd(["npm  start"])
	{finding.fix.edits[0].value | some finding in denied} == {`CMD ["npm", "start"]`}
}

test_not_plain if {
	denied := rule.deny with input as cmd(["npm start > log"])
	count([finding | some finding in denied; not finding.fix]) == 1
}

test_items if count(rule.deny) == 0 with input as cmd(["npm", "start"])

test_one_program if count(rule.deny) == 0 with input as cmd(["npm"])

test_script_of_the_entrypoint if {
	entrypoint := {"instruction": "ENTRYPOINT", "keyword": "ENTRYPOINT", "form": "exec", "flags": {}, "arguments": ["/bin/bash", "-c"]}
	instructions := array.concat([entrypoint], cmd(["make test"]).stages[0].instructions)
	count(rule.deny) == 0 with input as {"stages": [{"instructions": instructions}]}
}
