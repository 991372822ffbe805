package waylint.rules.dockerfile.shell_replaced_test

import data.waylint.rules.dockerfile.shell_replaced as rule

command(words) := {
	"name": words[0],
	"words": words,
	"flags": [word | some index, word in words; index > 0; startswith(word, "-")],
	"arguments": [word | some index, word in words; index > 0; not startswith(word, "-")],
	"assignments": {},
	"redirects": [],
	"operator": "&&",
	"pipeline": 0,
	"subshell": false,
	"via": null,
}

run(commands) := {
	"instruction": "RUN",
	"text": "",
	"flags": {},
	"mounts": [],
	"shell": ["/bin/sh", "-c"],
	"commands": [command(words) | some words in commands],
}

file(words) := {"stages": [{"instructions": [run([words])]}]}

test_link if count(rule.deny) == 1 with input as file(["ln", "-sf", "/bin/bash", "/bin/sh"])

test_other if count(rule.deny) == 0 with input as file(["ln", "-sf", "/bin/bash", "/usr/local/bin/shell"])

test_smaller_one if count(rule.deny) == 0 with input as file(["ln", "-snf", "busybox", "/bin/sh"])
