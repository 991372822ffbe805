# METADATA
# title: Failed download goes unnoticed
# description: >-
#   A pipe ends with the status of its last command. If the download fails, a shell or filter behind it reads nothing, says
#   all is well, and the layer is kept without what should have been in it.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#using-pipes
# custom:
#   kinds: [dockerfile/command]
#   level: warning
#   help: Set `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` before it, or download to a file first.
#   equivalents:
#     hadolint: [DL4006]
#     semgrep: [dockerfile.best-practice.set-pipefail.set-pipefail]
package waylint.rules.dockerfile.failed_download_hidden

import data.waylint.lib.dockerfile

deny contains {"at": array.concat(run.at, ["commands", index]), "message": message} if {
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
	not notices(readers[count(readers) - 1])
	not pipefail(run.node)
	message := sprintf("if %s fails, %s behind the pipe does not", [command.name, readers[count(readers) - 1].name])
}

# These fail when they are given nothing.
notices(command) if {
	command.name in {
		"tar", "bsdtar", "cpio", "gzip", "gunzip", "zcat", "xz", "xzcat", "unxz", "bzip2", "bunzip2", "zstd", "unzip",
		"gpg", "gpg2", "apt-key", "rpm", "rpm2cpio", "grep", "egrep", "fgrep", "docker", "kubectl",
	}
}

notices(command) if {
	regex.match(`^(sha[0-9]*|md5)sum$`, command.name)
	some flag in command.flags
	flag in {"-c", "--check"}
}

pipefail(run) if {
	some word in run.shell
	contains(word, "pipefail")
}

pipefail(run) if {
	some command in run.commands
	some word in command.words
	word == "pipefail"
}
