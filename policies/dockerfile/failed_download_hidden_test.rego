package waylint.rules.dockerfile.failed_download_hidden_test

import data.waylint.rules.dockerfile.failed_download_hidden as rule

run(commands) := {"instruction": "RUN", "shell": ["/bin/sh", "-c"], "commands": commands}

file(run) := {"stages": [{"instructions": [run]}]}

command(name, operator, pipeline) := {"name": name, "operator": operator, "pipeline": pipeline, "words": [name], "flags": [], "via": null}

test_filter if {
	some finding in rule.deny with input as file(run([command("curl", null, 0), command("patch", "|", 0)]))
	finding.at == ["stages", 0, "instructions", 0, "commands", 0]
	finding.message == "if curl fails, patch behind the pipe does not"
}

test_last_counts if count(rule.deny) == 1 with input as file(run([command("curl", null, 0), command("gunzip", "|", 0), command("tee", "|", 0)]))

test_tar_notices if count(rule.deny) == 0 with input as file(run([command("curl", null, 0), command("tar", "|", 0)]))

test_no_pipe if count(rule.deny) == 0 with input as file(run([command("curl", null, 0), command("sh", "&&", 1)]))

test_no_download if count(rule.deny) == 0 with input as file(run([command("cat", null, 0), command("patch", "|", 0)]))

test_checksum if {
	check := object.union(command("sha256sum", "|", 0), {"flags": ["-c"]})
	count(rule.deny) == 0 with input as file(run([command("curl", null, 0), check]))
}

test_pipefail_of_the_shell if {
	bash := {"shell": ["/bin/bash", "-o", "pipefail", "-c"]}
	count(rule.deny) == 0 with input as file(object.union(run([command("curl", null, 0), command("patch", "|", 0)]), bash))
}

test_pipefail_set if {
	set := object.union(command("set", null, 0), {"words": ["set", "-euo", "pipefail"]})
	count(rule.deny) == 0 with input as file(run([set, command("curl", ";", 1), command("patch", "|", 1)]))
}

test_substitution if {
	curl := object.union(command("curl", null, 1), {"via": "substitution"})
	jq := object.union(command("jq", "|", 1), {"via": "substitution"})
	count(rule.deny) == 0 with input as file(run([command("echo", null, 0), curl, jq]))
}

test_missed_by_the_next_command if {
	fetched := [command("curl", null, 0), command("xargs", "|", 0)]
	count(rule.deny) == 0 with input as file(run(array.concat(fetched, [unpacked("tool-*.tar.gz")])))
	count(rule.deny) == 1 with input as file(run(array.concat(fetched, [unpacked("other.tar.gz")])))
}

unpacked(word) := object.union(command("tar", "&&", 1), {"words": ["tar", "xf", word]})

test_key_of_package_lists if {
	tee := object.union(command("tee", "|", 0), {"words": ["tee", "/etc/apt/keyrings/tool.gpg"]})
	update := object.union(command("apt-get", "&&", 1), {"words": ["apt-get", "update"]})
	count(rule.deny) == 0 with input as file(run([command("curl", null, 0), command("gpg", "|", 0), tee, update]))
	count(rule.deny) == 1 with input as file(run([command("curl", null, 0), command("gpg", "|", 0), tee]))
	ignored := object.union(update, {"operator": ";"})
	count(rule.deny) == 1 with input as file(run([command("curl", null, 0), command("gpg", "|", 0), tee, ignored]))
}

test_key_of_package_lists_of_the_next_step if {
	dd := object.union(command("dd", "|", 0), {"words": ["dd", "of=/usr/share/keyrings/tool.gpg"]})
	fetch := run([command("curl", null, 0), dd])
	update := object.union(command("apt-get", null, 0), {"words": ["apt-get", "update"]})
	count(rule.deny) == 0 with input as {"stages": [{"instructions": [fetch, run([update])]}]}
	count(rule.deny) == 1 with input as {"stages": [{"instructions": [fetch]}, {"instructions": [run([update])]}]}
}

test_installer if count(rule.deny) == 0 with input as file(run([fetched("https://sh.rustup.rs"), command("sh", "|", 0)]))

test_packages_of_another_maker if {
	setup := [fetched("https://deb.nodesource.com/setup_24.x"), command("bash", "|", 0)]
	count(rule.deny) == 1 with input as file(run(array.concat(setup, [command("apt-get", "&&", 1)])))
	count(rule.deny) == 0 with input as file(run(array.concat(setup, [command("apt-get", "&&", 1), command("npm", "&&", 2)])))
}

fetched(address) := object.union(command("curl", null, 0), {"words": ["curl", "-fsSL", address]})

test_file_that_is_read if {
	tee := object.union(command("tee", "|", 0), {"words": ["tee", "$KEY"], "arguments": ["$KEY"]})
	read := object.union(command("gpg", null, 1), {"words": ["gpg", "--import", "\"$KEY\""], "via": "substitution"})
	count(rule.deny) == 0 with input as file(run([command("curl", null, 0), command("gpg", "|", 0), tee, read]))
	other := object.union(read, {"words": ["gpg", "--import", "other"]})
	count(rule.deny) == 1 with input as file(run([command("curl", null, 0), command("gpg", "|", 0), tee, other]))
	redirected := object.union(command("sed", "|", 0), {"redirects": [{"operator": ">", "target": "tool.tar"}]})
	unpack := object.union(command("tar", "&&", 1), {"words": ["tar", "xf", "tool.tar"]})
	count(rule.deny) == 0 with input as file(run([command("curl", null, 0), redirected, unpack]))
}
