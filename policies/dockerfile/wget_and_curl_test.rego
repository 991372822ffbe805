package waylint.rules.dockerfile.wget_and_curl_test

import data.waylint.rules.dockerfile.wget_and_curl as rule

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

file(instructions) := {"stages": [{"instructions": instructions}]}

curl := ["curl", "-O", "https://example.org/a"]

wget := ["wget", "https://example.org/b"]

test_both if count(rule.deny) == 1 with input as file([run([curl]), run([wget])])

test_together if count(rule.deny) == 1 with input as file([run([wget, curl, curl])])

test_one if count(rule.deny) == 0 with input as file([run([curl, curl]), run([curl])])

test_other_stages if {
	count(rule.deny) == 0 with input as {"stages": [{"instructions": [run([curl])]}, {"instructions": [run([wget])]}]}
}
