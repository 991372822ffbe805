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

of_base(base, instructions) := {"stages": [{"base": object.union({"stage": null, "scratch": false}, base), "instructions": instructions}]}

test_image_without_entrypoint if {
	some finding in rule.deny with input as of_base({"registry": "docker.io", "repository": "python"}, cmd(["gunicorn shop"]).stages[0].instructions)
	finding.message == "CMD names a program with spaces in its name"
	not finding.level
}

test_image_that_may_have_an_entrypoint if {
	some finding in rule.deny with input as of_base({"registry": "ghcr.io", "repository": "acme/base"}, cmd(["gunicorn shop"]).stages[0].instructions)
	finding.message == "CMD is one argument with spaces in it"
	finding.level == "note"
}

test_argument_of_the_entrypoint if {
	entrypoint := {"instruction": "ENTRYPOINT", "keyword": "ENTRYPOINT", "form": "exec", "flags": {}, "arguments": ["/start.sh"]}
	before := {"base": {"stage": null, "scratch": true}, "instructions": [entrypoint]}
	later := {"base": {"stage": 0, "scratch": false}, "instructions": cmd(["--workers 2"]).stages[0].instructions}
	count(rule.deny) == 0 with input as {"stages": [before, later]}
	cleared := object.union(later, {"instructions": array.concat([object.union(entrypoint, {"arguments": []})], later.instructions)})
	count(rule.deny) == 1 with input as {"stages": [object.union(before, {"instructions": []}), cleared]}
}

test_entrypoint if {
	entrypoint := {"instruction": "ENTRYPOINT", "keyword": "ENTRYPOINT", "form": "exec", "flags": {}, "arguments": ["node server.js"]}
	some finding in rule.deny with input as of_base({"registry": "ghcr.io", "repository": "acme/base"}, [entrypoint])
	not finding.level
}
