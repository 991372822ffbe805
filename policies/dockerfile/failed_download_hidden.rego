# METADATA
# title: Failed download goes unnoticed
# description: >-
#   A pipe ends with the status of its last command. If the download fails, a filter behind it reads nothing, says all is well, and
#   the image is built without what should have been in it.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#using-pipes
# custom:
#   kinds: [dockerfile/command]
#   level: warning
#   help: Set `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` before it, or download to a file first.
#   fix: unsafe
#   equivalents:
#     hadolint: [DL4006]
#     semgrep: [dockerfile.best-practice.set-pipefail.set-pipefail]
package waylint.rules.dockerfile.failed_download_hidden

import data.waylint.lib.dockerfile

deny contains object.union({"at": array.concat(run.at, ["commands", index]), "message": message}, dockerfile.pipefail_set(run)) if {
	some run in dockerfile.runs
	some index, command in run.node.commands
	command.name in {"curl", "wget"}
	command.via != "substitution"
	readers := [other |
		some at, other in run.node.commands
		at > index
		other.pipeline == command.pipeline
		other.operator in {"|", "|&"}
		other.via == command.via
	]
	count(readers) > 0
	not dockerfile.pipefail(run.node)
	dockerfile.download_lost(run, index, readers[count(readers) - 1])
	message := sprintf("if %s fails, %s behind the pipe does not", [command.name, readers[count(readers) - 1].name])
}
