package waylint.rules.dockerfile.special_mode_bits_test

import data.waylint.rules.dockerfile.special_mode_bits as rule

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

test_octal if count(rule.deny) == 1 with input as file(["chmod", "4755", "/usr/bin/shop"])

test_letter if count(rule.deny) == 1 with input as file(["chmod", "u+s", "/usr/bin/shop"])

test_removed if count(rule.deny) == 0 with input as file(["chmod", "u-s", "/usr/bin/shop"])

test_group_folder if count(rule.deny) == 0 with input as file(["chmod", "2775", "/srv"])
