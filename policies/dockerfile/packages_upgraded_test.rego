package waylint.rules.dockerfile.packages_upgraded_test

import data.waylint.rules.dockerfile.packages_upgraded as rule

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

test_apt if count(rule.deny) == 1 with input as file(["apt-get", "-y", "dist-upgrade"])

test_dnf if count(rule.deny) == 1 with input as file(["dnf", "-y", "update"])

test_zypper if count(rule.deny) == 1 with input as file(["zypper", "dup"])

test_lists if count(rule.deny) == 0 with input as file(["apt-get", "update"])

test_one if count(rule.deny) == 0 with input as file(["dnf", "-y", "upgrade", "openssl"])

test_install if count(rule.deny) == 0 with input as file(["apk", "add", "--upgrade", "openssl"])
