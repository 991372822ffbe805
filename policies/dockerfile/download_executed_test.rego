package waylint.rules.dockerfile.download_executed_test

import data.waylint.rules.dockerfile.download_executed as rule

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

piped(name, words) := {"stages": [{"instructions": [object.union(run([]), {"commands": [
	command(["curl", "-fsSL", "https://example.org/install"]),
	object.union(command(words), {"operator": "|"}),
]})]}]}

test_shell if count(rule.deny) == 1 with input as piped("sh", ["sh"])

test_shell_with_arguments if count(rule.deny) == 1 with input as piped("sh", ["sh", "-s", "--", "-y"])

test_python if count(rule.deny) == 1 with input as piped("python3", ["python3", "-"])

test_filter if count(rule.deny) == 0 with input as piped("tar", ["tar", "-xz"])

test_script_of_its_own if count(rule.deny) == 0 with input as piped("sh", ["sh", "install.sh"])

test_substitution if {
	commands := [
		command(["sh", "-c", "$(curl -fsSL https://example.org/install)"]),
		object.union(command(["curl", "-fsSL", "https://example.org/install"]), {"via": "substitution", "pipeline": 1}),
	]
	count(rule.deny) == 1 with input as {"stages": [{"instructions": [object.union(run([]), {"commands": commands})]}]}
}
