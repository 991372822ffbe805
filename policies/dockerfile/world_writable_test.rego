package waylint.rules.dockerfile.world_writable_test

import data.waylint.rules.dockerfile.world_writable as rule

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

test_octal if count(rule.deny) == 1 with input as file(["chmod", "-R", "777", "/app"])

test_letters if count(rule.deny) == 1 with input as file(["chmod", "a+rw", "/app"])

test_sticky if count(rule.deny) == 0 with input as file(["chmod", "1777", "/app"])

test_tmp if count(rule.deny) == 0 with input as file(["chmod", "777", "/tmp"])

test_group if count(rule.deny) == 0 with input as file(["chmod", "g+w", "/app"])

test_copy if count(rule.deny) == 1 with input as {"stages": [{"instructions": [{"instruction": "COPY", "flags": {"chmod": ["777"]}}]}]}
