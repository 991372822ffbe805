# METADATA
# title: Build replaces the system's shell
# description: Scripts of packages are written for the shell that was there; the instruction SHELL changes the one of the build alone.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#shell
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: Use `SHELL ["/bin/bash", "-c"]`.
#   fix: unsafe
#   equivalents:
#     hadolint: [DL4005]
#     kics: [dockerfile/Changing Default Shell Using RUN Command]
#     semgrep: [dockerfile.best-practice.use-shell-instruction.use-shell-instruction]
#     terrascan: [AC_DOCKER_0020]
package waylint.rules.dockerfile.shell_replaced

import data.waylint.lib.dockerfile

deny contains object.union({"at": command.at, "message": message}, fix_of(command, words[count(words) - 2])) if {
	some command in dockerfile.build_commands
	command.node.name in {"ln", "cp", "mv"}
	words := command.node.arguments
	count(words) > 1
	words[count(words) - 1] in {"/bin/sh", "/usr/bin/sh"}
	# Who makes it another small one is after size, not after what the shell can do.
	not regex.match(`(^|/)(busybox|dash)(\.static)?$`, words[count(words) - 2])
	message := sprintf("/bin/sh becomes %s", [words[count(words) - 2]])
}

# As all that the RUN does; then only what comes after it in this build sees another shell.
fix_of(command, shell) := {"fix": {"title": "use SHELL", "safe": false, "edits": [edit]}} if {
	count([other | some other in command.run.node.commands; other.via == null]) == 1
	regex.match(`^(/usr)?/bin/[a-z]+$`, shell)
	edit := {"op": "replace", "at": command.run.at, "value": sprintf(`SHELL ["%s", "-c"]`, [shell])}
} else := {}
