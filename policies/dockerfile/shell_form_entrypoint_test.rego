package waylint.rules.dockerfile.shell_form_entrypoint_test

import data.waylint.rules.dockerfile.shell_form_entrypoint as rule

file(text, words, shell) := {"stages": [{"instructions": [{
	"instruction": "CMD",
	"keyword": "CMD",
	"form": "shell",
	"text": text,
	"shell": shell,
	"commands": [{"name": words[0], "words": words, "redirects": [], "assignments": {}}],
}]}]}

sh := ["/bin/sh", "-c"]

test_plain_words if {
	some finding in rule.deny with input as file("npm start", ["npm", "start"], sh)
	finding.fix.edits[0].value == `CMD ["npm", "start"]`
}

test_variable if {
	some finding in rule.deny with input as file("npm $TASK", ["npm", "$TASK"], sh)
	not finding.fix
}

test_exec if count(rule.deny) == 0 with input as file("exec npm start", ["exec", "npm", "start"], sh)

test_other_shell if count(rule.deny) == 0 with input as file("npm start", ["npm", "start"], ["/bin/bash", "-c"])

test_list if count(rule.deny) == 0 with input as {"stages": [{"instructions": [{"instruction": "CMD", "form": "exec", "text": `["a"]`}]}]}

test_exec_at_the_end if count(rule.deny) == 0 with input as file("./prepare && exec npm start", ["./prepare"], sh)

test_ends_by_itself if {
	every words in [["cp", "a", "b"], ["go", "test", "./..."]] {
		stage := file("", words, sh).stages[0]
		command := object.union(stage.instructions[0].commands[0], {"arguments": array.slice(words, 1, 3)})
		instruction := object.union(stage.instructions[0], {"commands": [command]})
		count(rule.deny) == 0 with input as {"stages": [{"instructions": [instruction]}]}
	}
}
