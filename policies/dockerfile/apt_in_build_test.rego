package waylint.rules.dockerfile.apt_in_build_test

import data.waylint.rules.dockerfile.apt_in_build as rule

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

test_apt if {
	some finding in rule.deny with input as file(["apt", "install", "-y", "git"])
	finding.fix.edits[0].value == "apt-get"
}

test_other_words if {
	some finding in rule.deny with input as file(["apt", "list"])
	not finding.fix
}

test_apt_get if count(rule.deny) == 0 with input as file(["apt-get", "install", "-y", "git"])
