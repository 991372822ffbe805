package waylint.rules.dockerfile.update_without_install_test

import data.waylint.rules.dockerfile.update_without_install as rule

run(commands) := {"instruction": "RUN", "mounts": [], "commands": commands}

command(words) := {
	"name": words[0],
	"words": words,
	"flags": [word | some word in words; startswith(word, "-")],
	"arguments": [word | some index, word in words; index > 0; not startswith(word, "-")],
}

file(runs) := {"stages": [{"index": 0, "base": {"stage": null}, "final": true, "instructions": runs}]}

update := command(["apt-get", "update"])

install := command(["apt-get", "install", "-y", "git"])

test_apart if count(rule.deny) == 1 with input as file([run([update]), run([install])])

test_places if {
	some finding in rule.deny with input as file([run([update]), run([command(["set", "-e"]), install])])
	finding.at == ["stages", 0, "instructions", 0, "commands", 0]
	finding.related == [{"at": ["stages", 0, "instructions", 1, "commands", 1], "message": "this install uses the lists of that layer"}]
}

test_together if count(rule.deny) == 0 with input as file([run([update, install]), run([install])])

test_again if count(rule.deny) == 0 with input as file([run([update]), run([update, install])])

test_nothing_installed if count(rule.deny) == 0 with input as file([run([update])])

test_script if count(rule.deny) == 0 with input as file([run([update, command(["./install.sh"])]), run([install])])

test_other_manager if count(rule.deny) == 0 with input as file([run([update]), run([command(["apk", "add", "git"])])])

test_apk if count(rule.deny) == 1 with input as file([run([command(["apk", "update"])]), run([command(["apk", "add", "git"])])])

test_apk_fetches_itself if {
	count(rule.deny) == 0 with input as file([run([command(["apk", "update"])]), run([command(["apk", "add", "--no-cache", "git"])])])
}

test_mounted if {
	mounted := object.union(run([install]), {"mounts": [{"type": "cache", "target": "/var/lib/apt"}]})
	count(rule.deny) == 0 with input as file([run([update]), mounted])
}

test_variables_alone if {
	assignment := {"name": null, "words": [], "flags": [], "arguments": []}
	count(rule.deny) == 1 with input as file([run([assignment, update]), run([install])])
}

test_lists_are_fetched_by_an_install_before if {
	fresh := [command(["apk", "add", "--update", "git"]), command(["apk", "add", "make"])]
	count(rule.deny) == 0 with input as file([run([command(["apk", "update"])]), run(fresh)])
}
