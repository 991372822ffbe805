# METADATA
# title: Download is run unseen
# description: Whatever the server sends on the day of the build is run as it comes, mostly as root, and nothing says what it was.
# related_resources:
# - ref: https://github.com/ossf/scorecard/blob/main/docs/checks.md#pinned-dependencies
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: Download a named version to a file, compare it with a checksum, and run it then.
#   equivalents:
#     scorecard: [Pinned-Dependencies]
#     semgrep: [bash.curl.security.curl-pipe-bash.curl-pipe-bash]
package waylint.rules.dockerfile.download_executed

import data.waylint.lib.dockerfile

deny contains {"at": command.at, "message": message} if {
	some command in dockerfile.build_commands
	command.node.name in {"curl", "wget"}
	runner := runners(command)[0]
	message := sprintf("what %s fetches is run by %s", [command.node.name, runner])
}

# Behind a pipe.
runners(download) := [other.name |
	some other in download.run.node.commands
	other.pipeline == download.node.pipeline
	other.operator in {"|", "|&"}
	runs_input(other)
	reads_input(other)
]

runs_input(command) if command.name in {"sh", "bash", "ash", "dash", "zsh", "ksh", "perl", "ruby", "node", "php"}

runs_input(command) if regex.match(`^python[0-9.]*$`, command.name)

# A file or a script as its argument is run instead.
reads_input(command) if count(command.arguments) == 0

reads_input(command) if {
	command.name in {"sh", "bash", "ash", "dash", "zsh", "ksh"}
	some flag in command.flags
	regex.match(`^-[a-z]*s|^-$`, flag)
}

reads_input(command) if {
	command.arguments != []
	some flag in command.flags
	flag == "-"
}

# As the script itself: `sh -c "$(curl …)"`.
deny contains {"at": command.at, "message": message} if {
	some command in dockerfile.build_commands
	command.node.name in {"curl", "wget"}
	command.node.via == "substitution"
	some other in command.run.node.commands
	other.name in {"sh", "bash", "ash", "dash", "zsh", "eval", "source", "."}
	some word in other.words
	regex.match(`^(\$\(|<\(|\x60)\s*(curl|wget)\b`, word)
	message := sprintf("what %s fetches is run by %s", [command.node.name, other.name])
}
