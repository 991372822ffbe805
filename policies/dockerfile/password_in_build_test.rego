package waylint.rules.dockerfile.password_in_build_test

import data.waylint.rules.dockerfile.password_in_build as rule

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

test_chpasswd if count(rule.deny) == 1 with input as file(["chpasswd"])

test_useradd if count(rule.deny) == 1 with input as file(["useradd", "-m", "-p", "x", "shop"])

test_delete if count(rule.deny) == 1 with input as file(["passwd", "-d", "root"])

test_lock if count(rule.deny) == 0 with input as file(["passwd", "-l", "root"])

test_account if count(rule.deny) == 0 with input as file(["useradd", "-m", "shop"])

test_by_chance if {
	count(rule.deny) == 0 with input as {"stages": [{"instructions": [run([["openssl", "rand", "-base64", "12"], ["chpasswd"]])]}]}
}
