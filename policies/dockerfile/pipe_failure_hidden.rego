# METADATA
# title: Only the last command of a pipe can fail the build
# description: A shell looks at the status of the last command alone unless it is told otherwise; the others may fail unseen.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#using-pipes
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: Set `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` before it.
#   fix: unsafe
#   equivalents:
#     hadolint: [DL4006]
#     kics: [dockerfile/Shell Running A Pipe Without Pipefail Flag]
#     semgrep: [dockerfile.best-practice.set-pipefail.set-pipefail]
package waylint.rules.dockerfile.pipe_failure_hidden

import data.waylint.lib.dockerfile

deny contains object.union({"at": array.concat(run.at, ["commands", index]), "message": message}, dockerfile.pipefail_set(run)) if {
	some run in dockerfile.runs
	not dockerfile.pipefail(run.node)
	# Other shells have no such option, or other pipes.
	regex.match(`(^|/)(ba|da|a|z|k)?sh$`, run.node.shell[0])
	index := min({at |
		some at, command in run.node.commands
		command.operator in {"|", "|&"}
		not judged(run, command)
	})
	message := sprintf("of this pipe only %s can fail the build", [run.node.commands[index].name])
}

# Downloads whose failure nobody behind the pipe notices have a rule of their own.
judged(run, reader) if {
	some index, other in run.node.commands
	other.pipeline == reader.pipeline
	other.name in {"curl", "wget"}
	other.via != "substitution"
	dockerfile.download_lost(run, index, reader)
}
