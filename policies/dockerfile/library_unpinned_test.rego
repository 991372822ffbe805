package waylint.rules.dockerfile.library_unpinned_test

import data.waylint.rules.dockerfile.library_unpinned as rule

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

test_pip if {
	some finding in rule.deny with input as file(["pip3", "install", "-i", "https://p.example.org", "flask==3.0", "jinja2"])
	finding.at == ["stages", 0, "instructions", 0, "commands", 0, "words", 5]
}

test_pip_pinned if count(rule.deny) == 0 with input as file(["pip", "install", "--no-cache-dir", "flask==3.0"])

test_pip_file if count(rule.deny) == 0 with input as file(["pip", "install", "-r", "requirements.txt"])

test_pip_local if count(rule.deny) == 0 with input as file(["python3", "-m", "pip", "install", "."])

test_npm if count(rule.deny) == 1 with input as file(["npm", "install", "-g", "@angular/cli"])

test_npm_latest if count(rule.deny) == 1 with input as file(["npm", "install", "-g", "npm@latest"])

test_npm_pinned if count(rule.deny) == 0 with input as file(["npm", "install", "-g", "@angular/cli@18"])

test_npm_all if count(rule.deny) == 0 with input as file(["npm", "install"])

test_gem if count(rule.deny) == 1 with input as file(["gem", "install", "bundler"])

test_gem_pinned if count(rule.deny) == 0 with input as file(["gem", "install", "bundler:2.5.1"])

test_gem_option if count(rule.deny) == 0 with input as file(["gem", "install", "bundler", "-v", "2.5.1"])

test_go if count(rule.deny) == 1 with input as file(["go", "install", "golang.org/x/tools/gopls@latest"])

test_go_pinned if count(rule.deny) == 0 with input as file(["go", "install", "golang.org/x/tools/gopls@v0.16.1"])

test_go_local if count(rule.deny) == 0 with input as file(["go", "install", "./cmd/shop"])
