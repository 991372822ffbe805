package waylint.rules.dockerfile.library_cache_kept_test

import data.waylint.rules.dockerfile.library_cache_kept as rule

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

pip := ["pip", "install", "-r", "requirements.txt"]

test_pip if count(rule.deny) == 1 with input as file([run([pip])])

test_pip_without if count(rule.deny) == 0 with input as file([run([array.concat(pip, ["--no-cache-dir"])])])

test_pip_variable if {
	env := {"instruction": "ENV", "pairs": [{"name": "PIP_NO_CACHE_DIR", "value": "1"}]}
	count(rule.deny) == 0 with input as file([env, run([pip])])
}

test_pip_mounted if {
	mounted := object.union(run([pip]), {"mounts": [{"type": "cache", "target": "/root/.cache/pip"}]})
	count(rule.deny) == 0 with input as file([mounted])
}

test_pip_removed if count(rule.deny) == 0 with input as file([run([pip, ["rm", "-rf", "/root/.cache"]])])

test_yarn if count(rule.deny) == 1 with input as file([run([["yarn", "install", "--frozen-lockfile"]])])

test_yarn_cleaned if count(rule.deny) == 0 with input as file([run([["yarn", "install"], ["yarn", "cache", "clean"]])])

test_another_command_goes_without if {
	count(rule.deny) == 1 with input as file([run([["pip", "install", "wheel"], array.concat(pip, ["--no-cache-dir"])])])
}

test_configured if {
	count(rule.deny) == 0 with input as file([run([["pip", "config", "set", "global.no-cache-dir", "true"], pip])])
}
