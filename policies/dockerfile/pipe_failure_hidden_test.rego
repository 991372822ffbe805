package waylint.rules.dockerfile.pipe_failure_hidden_test

import data.waylint.rules.dockerfile.pipe_failure_hidden as rule

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

piped(words, more) := {"stages": [{"instructions": [object.union(run([]), object.union(more, {"commands": [
	command(words),
	object.union(command(["tee", "/log"]), {"operator": "|"}),
]}))]}]}

test_pipe if count(rule.deny) == 1 with input as piped(["make"], {})

test_pipefail if count(rule.deny) == 0 with input as piped(["make"], {"shell": ["/bin/bash", "-o", "pipefail", "-c"]})

test_other_shell if count(rule.deny) == 0 with input as piped(["make"], {"shell": ["pwsh", "-Command"]})

test_download if count(rule.deny) == 0 with input as piped(["curl", "https://example.org"], {})

test_no_pipe if count(rule.deny) == 0 with input as {"stages": [{"instructions": [run([["make"], ["make", "install"]])]}]}
