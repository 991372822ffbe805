package waylint.rules.dockerfile.sparse_login_log_test

import data.waylint.rules.dockerfile.sparse_login_log as rule

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

test_high if count(rule.deny) == 1 with input as file(["useradd", "-u", "1000001", "shop"])

test_without_log if count(rule.deny) == 0 with input as file(["useradd", "-l", "-u", "1000001", "shop"])

test_low if count(rule.deny) == 0 with input as file(["useradd", "--uid=1000", "shop"])
