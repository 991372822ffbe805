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

started(base, instruction) := levels if {
	levels := [finding.level | some finding in rule.deny] with input as {"stages": [{
		"index": 0,
		"final": true,
		"base": object.union({"registry": "docker.io", "stage": null}, base),
		"instructions": [instruction],
	}]}
}

command(text) := file(text, split(text, " "), sh).stages[0].instructions[0]

test_shell_that_stays if {
	started({"repository": "python", "tag": "3.13-slim"}, command("python -m shop")) == []
	started({"repository": "dotnet/aspnet", "tag": "9.0", "registry": "mcr.microsoft.com"}, command("dotnet shop.dll")) == []
}

test_shell_that_gives_its_place if {
	started({"repository": "python", "tag": "3.13-alpine"}, command("python -m shop")) == ["note"]
	started({"repository": "fedora", "tag": "43"}, command("python -m shop")) == ["note"]
	started({"repository": "acme/base", "tag": "1"}, command("python -m shop")) == ["note"]
}

test_task if started({"repository": "debian", "tag": "13"}, command("./build.sh")) == ["note"]

test_shell_to_work_in if {
	every text in ["bash", "/bin/bash -l", "sh -i"] { started({"repository": "ubuntu", "tag": "24.04"}, command(text)) == ["note"] }
	started({"repository": "ubuntu", "tag": "24.04"}, command("bash start")) == []
}

test_build if {
	started({"repository": "gradle", "tag": "8-jdk21"}, with_arguments("gradle jar -Pversion=$VERSION")) == ["note"]
	started({"repository": "gradle", "tag": "8-jdk21"}, with_arguments("gradle build bootRun")) == []
	started({"repository": "gradle", "tag": "8-jdk21"}, with_arguments("gradle run")) == []
}

with_arguments(text) := object.union(instruction, {"commands": [given]}) if {
	instruction := command(text)
	given := object.union(instruction.commands[0], {"arguments": array.slice(instruction.commands[0].words, 1, 100)})
}
