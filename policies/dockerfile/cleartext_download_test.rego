package waylint.rules.dockerfile.cleartext_download_test

import data.waylint.rules.dockerfile.cleartext_download as rule

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

test_download if count(rule.deny) == 1 with input as file([["wget", "http://example.org/a.tgz"]])

test_encrypted if count(rule.deny) == 0 with input as file([["wget", "https://example.org/a.tgz"]])

test_verified if count(rule.deny) == 0 with input as file([["wget", "http://example.org/a.tgz"], ["sha256sum", "-c", "a.sum"]])

test_itself if count(rule.deny) == 0 with input as file([["curl", "http://127.0.0.1:8080"]])

test_service if count(rule.deny) == 0 with input as file([["curl", "http://proxy:3128"]])

test_add if {
	add := {"instruction": "ADD", "flags": {}, "sources": ["http://example.org/a.tgz"]}
	count(rule.deny) == 1 with input as {"stages": [{"instructions": [add]}]}
}
