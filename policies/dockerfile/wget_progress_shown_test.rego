package waylint.rules.dockerfile.wget_progress_shown_test

import data.waylint.rules.dockerfile.wget_progress_shown as rule

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

test_progress if count(rule.deny) == 1 with input as file(["wget", "-O", "a", "https://example.org/a"])

test_quiet if count(rule.deny) == 0 with input as file(["wget", "-qO", "a", "https://example.org/a"])

test_quiet_to_a_pipe if count(rule.deny) == 0 with input as file(["wget", "-qO-", "https://example.org/a"])

test_not_verbose if count(rule.deny) == 0 with input as file(["wget", "-nv", "https://example.org/a"])
