package waylint.rules.dockerfile.package_signature_unchecked_test

import data.waylint.rules.dockerfile.package_signature_unchecked as rule

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

test_apk if count(rule.deny) == 1 with input as file(["apk", "add", "--allow-untrusted", "shop.apk"])

test_apt if count(rule.deny) == 1 with input as file(["apt-get", "install", "--allow-unauthenticated", "git"])

test_dnf if count(rule.deny) == 1 with input as file(["dnf", "install", "-y", "--nogpgcheck", "git"])

test_rpm if count(rule.deny) == 1 with input as file(["rpm", "-i", "--nosignature", "shop.rpm"])

test_checked if count(rule.deny) == 0 with input as file(["apt-get", "install", "-y", "git"])

test_other if count(rule.deny) == 0 with input as file(["echo", "--allow-unauthenticated"])

test_own_packages if {
	count(rule.deny) == 0 with input as built([["apk", "index", "--allow-untrusted", "-o", "x", "/tmp/a.apk"]])
	count(rule.deny) == 0 with input as built([["apk", "add", "--allow-untrusted", "/tmp/a.apk"]])
}

test_downloaded_package if {
	count(rule.deny) == 1 with input as built([["wget", "https://example.org/a.apk"], ["apk", "add", "--allow-untrusted", "./a.apk"]])
}

built(commands) := {"stages": [{"index": 0, "final": true, "base": {"stage": null}, "instructions": [{
	"instruction": "RUN",
	"commands": [{
		"name": words[0],
		"words": words,
		"arguments": [word | some index, word in words; index > 0; not startswith(word, "-")],
	} |
		some words in commands
	],
}]}]}

test_maker_of_the_package if {
	some finding in rule.deny with input as built([
		["wget", "https://github.com/acme/tool/releases/download/v1/tool.apk", "-O", "/tmp/tool.apk"],
		["apk", "add", "--allow-untrusted", "/tmp/tool.apk"],
	])
	finding.owner == "acme"
}

test_archive if {
	stage := {"stages": [{"instructions": [object.union(run([["apt-get", "update", "--allow-unauthenticated"]]), {"text": "sed -i s,deb.debian.org,archive.debian.org, /etc/apt/sources.list"})]}]}
	some finding in rule.deny with input as stage
	finding.level == "note"
}
