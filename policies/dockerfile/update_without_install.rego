# METADATA
# title: Package lists are updated in a layer of their own
# description: >-
#   The builder keeps the layer of the update for months, and every install behind it works with lists of that age: packages
#   are old, or gone from the mirror.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#apt-get
# custom:
#   kinds: [dockerfile/command]
#   level: warning
#   help: Update and install in one RUN.
#   fix: unsafe
#   equivalents:
#     checkov: [CKV_DOCKER_5]
#     dockerfilelint: [apt-get-update_require_install]
#     dockle: [CIS-DI-0007]
#     kics: [dockerfile/Update Instruction Alone]
#     terrascan: [AC_DOCKER_0049]
#     trivy: [DS-0017]
package waylint.rules.dockerfile.update_without_install

import data.waylint.lib.dockerfile

deny contains {"at": place(run, index), "message": message, "related": [related], "fix": fix} if {
	some run in dockerfile.runs
	some index, command in run.node.commands
	dockerfile.updates_lists(command)
	manager := dockerfile.managers[command.name]
	not installs_itself(run.node, manager)
	install := [place(later, at) |
		some later in dockerfile.runs
		later.at[1] == run.at[1]
		later.at[3] > run.at[3]
		at := relying(later.node, manager)
	][0]
	message := sprintf("%s update runs apart from the install", [command.name])
	fix := moved(run, install, command)
	related := {"at": install, "message": "this install uses the lists of that layer"}
}

place(run, index) := array.concat(run.at, ["commands", index])

# What cannot be read, and scripts, may install as well.
installs_itself(run, _) if run.unparsed

installs_itself(run, manager) if {
	some command in run.commands
	not quiet(command)
	not only_updates(command, manager)
}

only_updates(command, manager) if {
	dockerfile.updates_lists(command)
	dockerfile.managers[command.name] == manager
}

quiet(command) if command.name == null

quiet(command) if command.name in {"echo", "set", "sed", "rm", "true", "cat", "export", "mkdir", "cd", "tee", "printf", "sudo", "env", "ls"}

# The first install of a RUN that has no update of its own.
relying(run, manager) := index if {
	not updated(run, manager)
	folders := {"apt": "/var/lib/apt/lists", "apk": "/var/cache/apk"}
	not dockerfile.mounted(run, folders[manager])
	index := min({at |
		some at, command in run.commands
		dockerfile.managers[command.name] == manager
		dockerfile.task(command).verb in {"install", "add"}
		not "--no-cache" in command.flags
		not "-U" in command.flags
		not "--update" in command.flags
		not "--update-cache" in command.flags
	})
}

updated(run, manager) if {
	some command in run.commands
	only_updates(command, manager)
}

updated(run, "apk") if {
	some command in run.commands
	command.name == "apk"
	some flag in command.flags
	flag in {"-U", "--update", "--update-cache"}
}

# The install's own RUN gets the update; the RUN that updates goes if it does nothing else.
moved(run, install, command) := {"title": "update where the install is", "safe": false, "edits": edits} if {
	index := min({at | some at, other in run.node.commands; other == command})
	edits := [
		{"op": "add", "at": install, "value": concat(" ", command.words)},
		{"op": "remove", "at": left(run, index)},
	]
}

left(run, _) := run.at if count(run.node.commands) == 1

left(run, index) := place(run, index) if count(run.node.commands) > 1
