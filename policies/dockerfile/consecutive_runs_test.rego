package waylint.rules.dockerfile.consecutive_runs_test

import data.waylint.rules.dockerfile.consecutive_runs as rule

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

file(instructions) := {"stages": [{"index": 0, "final": true, "base": {"stage": null}, "instructions": instructions}]}

test_two if count(rule.deny) == 1 with input as file([run([["a"]]), run([["b"]])])

test_long if count(rule.deny) == 0 with input as file([run([["a"]]), run([["b"], ["c"], ["d"]])])

test_apart if count(rule.deny) == 0 with input as file([run([["a"]]), {"instruction": "COPY"}, run([["b"]])])

test_other_mounts if {
	mounted := object.union(run([["b"]]), {"flags": {"mount": ["type=cache,target=/x"]}})
	count(rule.deny) == 0 with input as file([run([["a"]]), mounted])
}
