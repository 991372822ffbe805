# METADATA
# title: Build replaces the system's shell
# description: Scripts of packages are written for the shell that was there; the instruction SHELL changes the one of the build alone.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#shell
# custom:
#   kinds: [dockerfile/command]
#   level: warning
#   help: Use `SHELL ["/bin/bash", "-c"]`.
#   equivalents:
#     hadolint: [DL4005]
#     kics: [dockerfile/Changing Default Shell Using RUN Command]
#     semgrep: [dockerfile.best-practice.use-shell-instruction.use-shell-instruction]
#     terrascan: [AC_DOCKER_0020]
package waylint.rules.dockerfile.shell_replaced

import data.waylint.lib.dockerfile

deny contains {"at": command.at, "message": message} if {
	some command in dockerfile.build_commands
	command.node.name in {"ln", "cp", "mv"}
	words := command.node.arguments
	count(words) > 1
	words[count(words) - 1] in {"/bin/sh", "/usr/bin/sh"}
	message := sprintf("/bin/sh becomes %s", [words[count(words) - 2]])
}
