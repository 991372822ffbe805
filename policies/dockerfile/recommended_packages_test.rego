package waylint.rules.dockerfile.recommended_packages_test

import data.waylint.rules.dockerfile.recommended_packages as rule

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

test_recommended if {
	some finding in rule.deny with input as file(["apt-get", "install", "-y", "git"])
	finding.fix.edits[0].at == ["stages", 0, "instructions", 0, "commands", 0, "words", 2]
}

test_declined if count(rule.deny) == 0 with input as file(["apt-get", "install", "-y", "--no-install-recommends", "git"])

test_option if count(rule.deny) == 0 with input as file(["apt-get", "-o", "APT::Install-Recommends=false", "install", "git"])

test_update if count(rule.deny) == 0 with input as file(["apt-get", "update"])
