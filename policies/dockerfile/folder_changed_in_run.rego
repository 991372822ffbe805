# METADATA
# title: RUN changes the folder
# description: The next instruction begins in the old folder again, so every RUN has to say where it works.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#workdir
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: Say it once with WORKDIR.
#   equivalents:
#     hadolint: [DL3003]
#     kics: ["dockerfile/RUN Instruction Using 'cd' Instead of WORKDIR"]
#     semgrep: [dockerfile.best-practice.use-workdir.use-workdir]
#     terrascan: [AC_DOCKER_0018]
#     trivy: [DS-0013]
package waylint.rules.dockerfile.folder_changed_in_run

import data.waylint.lib.dockerfile

deny contains {"at": array.concat(run.at, ["commands", index]), "message": message} if {
	some run in dockerfile.runs
	index := min({at |
		some at, command in run.node.commands
		command.name == "cd"
	})
	message := trim_space(sprintf("the RUN changes the folder: cd %s", [concat("", array.slice(run.node.commands[index].arguments, 0, 1))]))
}
