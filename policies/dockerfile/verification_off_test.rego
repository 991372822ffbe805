package waylint.rules.dockerfile.verification_off_test

import data.waylint.rules.dockerfile.verification_off as rule

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

env(name, value) := {"stages": [{"instructions": [{"instruction": "ENV", "pairs": [{"name": name, "value": value}]}]}]}

test_curl if count(rule.deny) == 1 with input as file(["curl", "-fsSLk", "https://example.org"])

test_curl_verifies if count(rule.deny) == 0 with input as file(["curl", "-fsSL", "https://example.org"])

test_itself if count(rule.deny) == 0 with input as file(["curl", "-k", "https://localhost:8443"])

test_wget if count(rule.deny) == 1 with input as file(["wget", "--no-check-certificate", "https://example.org"])

test_pip if count(rule.deny) == 1 with input as file(["pip", "install", "--trusted-host", "index.example.org", "flask"])

test_npm if count(rule.deny) == 1 with input as file(["npm", "config", "set", "strict-ssl", "false"])

test_npm_equals if count(rule.deny) == 1 with input as file(["npm", "ci", "--strict-ssl=false"])

test_git if count(rule.deny) == 1 with input as file(["git", "config", "--global", "http.sslVerify", "false"])

test_yum if count(rule.deny) == 1 with input as file(["yum", "--setopt=sslverify=false", "install", "git"])

test_variables if {
	count(rule.deny) == 1 with input as env("GIT_SSL_NO_VERIFY", "1")
	count(rule.deny) == 1 with input as env("NODE_TLS_REJECT_UNAUTHORIZED", "0")
	count(rule.deny) == 1 with input as env("PYTHONHTTPSVERIFY", "0")
	count(rule.deny) == 1 with input as env("PIP_TRUSTED_HOST", "index.example.org")
	count(rule.deny) == 1 with input as env("NPM_CONFIG_STRICT_SSL", "false")
	count(rule.deny) == 0 with input as env("NODE_TLS_REJECT_UNAUTHORIZED", "1")
}

test_assignment if {
	assigning := object.union(command(["git", "clone"]), {"assignments": {"GIT_SSL_NO_VERIFY": "true"}})
	count(rule.deny) == 1 with input as {"stages": [{"instructions": [object.union(run([]), {"commands": [assigning]})]}]}
}
