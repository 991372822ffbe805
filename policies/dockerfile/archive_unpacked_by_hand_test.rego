package waylint.rules.dockerfile.archive_unpacked_by_hand_test

import data.waylint.rules.dockerfile.archive_unpacked_by_hand as rule

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

file(copy, words) := {"stages": [{"instructions": [object.union({"instruction": "COPY"}, copy), run([words])]}]}

tools := {"sources": ["tools.tar.gz"], "destination": "/tmp/"}

test_unpacked if count(rule.deny) == 1 with input as file(tools, ["tar", "-xzf", "/tmp/tools.tar.gz"])

test_old_options if count(rule.deny) == 1 with input as file(tools, ["tar", "xzf", "/tmp/tools.tar.gz"])

test_renamed if {
	renamed := {"sources": ["tools.tar.gz"], "destination": "/tmp/t.tgz"}
	count(rule.deny) == 1 with input as file(renamed, ["tar", "xf", "/tmp/t.tgz"])
}

test_other if count(rule.deny) == 0 with input as file(tools, ["tar", "-xzf", "/tmp/other.tar.gz"])

test_packed if count(rule.deny) == 0 with input as file(tools, ["tar", "-czf", "/tmp/tools.tar.gz", "/src"])

test_of_a_stage if {
	from := object.union(tools, {"from": {"text": "build", "stage": 0}})
	count(rule.deny) == 0 with input as file(from, ["tar", "-xzf", "/tmp/tools.tar.gz"])
}
