# METADATA
# title: Stage uses both wget and curl
# description: One of the two does it all, and the other is one more package to install and to keep free of faults.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   kinds: [dockerfile]
#   level: note
#   help: Use one of them.
#   equivalents:
#     hadolint: [DL4001]
#     kics: ["dockerfile/Run Using 'wget' and 'curl'"]
#     semgrep: [dockerfile.best-practice.use-either-wget-or-curl.use-either-wget-or-curl]
#     trivy: [DS-0014]
package waylint.rules.dockerfile.wget_and_curl

import data.waylint.lib.dockerfile

deny contains {"at": command.at, "message": message} if {
	some command in dockerfile.build_commands
	command.node.name in {"wget", "curl"}
	some other in dockerfile.build_commands
	other.at[1] == command.at[1]
	other.node.name == ({"wget", "curl"} - {command.node.name})[_]
	[other.at[3], other.at[5]] < [command.at[3], command.at[5]]
	first_of_run(command)
	message := sprintf("%s is used besides %s", [command.node.name, other.node.name])
}

# One finding for each RUN.
first_of_run(command) if {
	earlier := [at |
		some at, other in command.run.node.commands
		at < command.at[5]
		other.name == command.node.name
	]
	count(earlier) == 0
}
