# METADATA
# title: RUN changes the folder
# description: The next instruction begins in the old folder again, so every RUN has to say where it works.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#workdir
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: Say it once with WORKDIR.
#   fix: unsafe
#   equivalents:
#     hadolint: [DL3003]
#     kics: ["dockerfile/RUN Instruction Using 'cd' Instead of WORKDIR"]
#     semgrep: [dockerfile.best-practice.use-workdir.use-workdir]
#     terrascan: [AC_DOCKER_0018]
#     trivy: [DS-0013]
package waylint.rules.dockerfile.folder_changed_in_run

import data.waylint.lib.dockerfile

deny contains object.union({"at": array.concat(run.at, ["commands", index]), "message": message}, said_once(run, index)) if {
	some run in dockerfile.runs
	index := min({at |
		some at, command in run.node.commands
		command.name == "cd"
	})
	message := trim_space(sprintf("the RUN changes the folder: cd %s", [concat("", array.slice(run.node.commands[index].arguments, 0, 1))]))
}

# WORKDIR makes the folder if it is missing, where `cd` would fail.
said_once(run, index) := {"fix": {"title": sprintf("work in %s by WORKDIR", [folder]), "safe": false, "edits": edits}} if {
	index == 0
	count(run.at) == 4
	cd := run.node.commands[0]
	[folder] := array.slice(cd.words, 1, count(cd.words))
	regex.match(`^/[A-Za-z0-9_./-]*$`, folder)
	cd.subshell == false
	# The other commands need it, and no other folder.
	run.node.commands[1].operator == "&&"
	every command in array.slice(run.node.commands, 1, count(run.node.commands)) { not command.name in {"cd", "pushd", "popd"} }
	return := way_back(run)
	entered := [{"op": "add", "at": run.at, "value": sprintf("WORKDIR %s", [folder])} | run.node.workdir != folder]
	left := [{"op": "add", "at": array.concat(array.slice(run.at, 0, 3), [run.at[3] + 1]), "value": sprintf("WORKDIR %s", [return])} |
		return != folder
		return != ""
	]
	edits := array.concat(left, array.concat([{"op": "remove", "at": array.concat(run.at, ["commands", 0])}], entered))
} else := {}

# The folder that instructions behind the RUN work in; empty where the next one says it.
way_back(run) := "" if set_anew(run)

way_back(run) := run.node.workdir if {
	not set_anew(run)
	run.node.workdir != null
}

way_back(run) := "/" if {
	not set_anew(run)
	run.node.workdir == null
	base := dockerfile.base_of(run)
	base.registry == "docker.io"
	base.repository in {"almalinux", "alpine", "amazonlinux", "busybox", "centos", "debian", "fedora", "oraclelinux", "rockylinux", "ubuntu"}
}

set_anew(run) if {
	next := input.stages[run.at[1]].instructions[run.at[3] + 1]
	next.instruction == "WORKDIR"
	startswith(next.path, "/")
}
