package waylint.rules.dockerfile.folder_changed_in_run_test

import data.waylint.rules.dockerfile.folder_changed_in_run as rule

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

file(commands) := {"stages": [{"instructions": [run(commands)]}]}

test_first if count(rule.deny) == 1 with input as file([["cd", "/src"], ["make"], ["cd", "/"]])

test_none if count(rule.deny) == 0 with input as file([["make", "-C", "/src"]])

test_later if {
	some finding in rule.deny with input as file([["make"], ["cd", "/src"]])
	finding.at == ["stages", 0, "instructions", 0, "commands", 1]
	not finding.fix
}

in_folder(workdir, next) := {"stages": [{"base": {"stage": null}, "instructions": array.concat(
	[object.union(run([["cd", "/src"], ["make"]]), {"workdir": workdir})],
	next,
)}]}

test_there_and_back if {
	some finding in rule.deny with input as in_folder("/app", [])
	finding.fix.edits == [
		{"op": "add", "at": ["stages", 0, "instructions", 1], "value": "WORKDIR /app"},
		{"op": "remove", "at": ["stages", 0, "instructions", 0, "commands", 0]},
		{"op": "add", "at": ["stages", 0, "instructions", 0], "value": "WORKDIR /src"},
	]
}

test_next_one_says_where if {
	some finding in rule.deny with input as in_folder(null, [{"instruction": "WORKDIR", "path": "/app"}])
	count(finding.fix.edits) == 2
}

test_unknown_folder_to_go_back_to if {
	some finding in rule.deny with input as in_folder(null, [])
	not finding.fix
}
