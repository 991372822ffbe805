package waylint.rules.dockerfile.build_packages_unnamed_test

import data.waylint.rules.dockerfile.build_packages_unnamed as rule

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

file(add) := {"stages": [{"instructions": [run([add, ["apk", "del", "gcc"]])]}]}

test_by_name if count(rule.deny) == 1 with input as file(["apk", "add", "gcc", "musl-dev"])

test_other if count(rule.deny) == 0 with input as file(["apk", "add", "curl"])

test_virtual if count(rule.deny) == 0 with input as {"stages": [{"instructions": [run([
	["apk", "add", "--virtual", ".build", "gcc"],
	["apk", "del", ".build"],
])]}]}
