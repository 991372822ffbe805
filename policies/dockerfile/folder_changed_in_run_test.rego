package waylint.rules.dockerfile.folder_changed_in_run_test

import data.waylint.rules.dockerfile.folder_changed_in_run as rule

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

file(commands) := {"stages": [{"instructions": [run(commands)]}]}

test_first if count(rule.deny) == 1 with input as file([["cd", "/src"], ["make"], ["cd", "/"]])

test_none if count(rule.deny) == 0 with input as file([["make", "-C", "/src"]])
