package waylint.rules.dockerfile.package_unpinned_test

import data.waylint.rules.dockerfile.package_unpinned as rule

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

option(managers) := {"dockerfile/package-unpinned": {"managers": managers}}

all := option(["apt", "apk", "dnf", "zypper"])

test_apt if count(rule.deny) == 2 with input as file(["apt-get", "install", "-y", "-t", "stable", "git", "curl", "jq=1.7"]) with data.waylint.options as all

test_apk if count(rule.deny) == 1 with input as file(["apk", "add", "--virtual", ".build", "git", "curl~8"]) with data.waylint.options as all

test_dnf if count(rule.deny) == 1 with input as file(["dnf", "install", "-y", "git", "curl-8.6.0"]) with data.waylint.options as all

test_zypper if count(rule.deny) == 1 with input as file(["zypper", "in", "-y", "git", "curl=8"]) with data.waylint.options as all

test_local if count(rule.deny) == 0 with input as file(["apt-get", "install", "-y", "./shop.deb"]) with data.waylint.options as all

test_not_asked_for if count(rule.deny) == 0 with input as file(["apt-get", "install", "-y", "git"])

script(assignments, words) := {"stages": [{"instructions": [
	{"instruction": "ENV", "pairs": [{"name": "TOOLS", "value": "gcc=4:12.2.0 make"}, {"name": "GIT", "value": "=1:2.39.5"}]},
	object.union(run([]), {"commands": [
		object.union(command([""]), {"name": null, "words": [], "assignments": assignments}),
		command(words),
	]}),
]}]}

test_variable_of_the_script if {
	denied := rule.deny with input as script({"deps": " git=1 \tcurl "}, ["apt-get", "install", "-y", "$deps"])
		with data.waylint.options as all
	{finding.message | some finding in denied} == {"package curl has no version"}
}

test_variable_of_the_stage if {
	denied := rule.deny with input as script({}, ["apt-get", "install", "-y", "$TOOLS", "git${GIT}"])
		with data.waylint.options as all
	{finding.message | some finding in denied} == {"package make has no version"}
}

test_variable_not_known if count(rule.deny) == 0 with input as script({}, ["apt-get", "install", "-y", "$DEPS"]) with data.waylint.options as all

test_what_a_command_prints if {
	count(rule.deny) == 0 with input as file(["apk", "add", "$(cat packages | xargs)"]) with data.waylint.options as all
}

test_glob if {
	count(rule.deny) == 1 with input as file(["dnf", "install", "-y", "gcc-toolset-*"]) with data.waylint.options as all
	count(rule.deny) == 0 with input as file(["dnf", "install", "-y", "/rpms/*"]) with data.waylint.options as all
}
