# METADATA
# title: Download fills the log with its progress
# description: Without a terminal wget writes a line for every 50 kB, and what matters in the log of the build drowns.
# related_resources:
# - ref: https://www.gnu.org/software/wget/manual/wget.html#Logging-and-Input-File-Options
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: Give it `-nv`, `-q` or `--progress=dot:giga`.
#   fix: safe
#   equivalents:
#     hadolint: [DL3047]
package waylint.rules.dockerfile.wget_progress_shown

import data.waylint.lib.dockerfile

deny contains {"at": command.at, "message": "wget writes its progress into the log", "fix": fix} if {
	some command in dockerfile.build_commands
	command.node.name == "wget"
	count(command.node.arguments) > 0
	not quiet(command.node)
	fix := dockerfile.option_added(command.at, command.node, command.node.words[0], "-q")
}

quiet(command) if {
	some flag in command.flags
	regex.match(`^(-[a-zA-Z]*[qoa].*|-nv|--quiet|--no-verbose|--progress.*|--output-file.*|--append-output.*|--spider|--help|--version)$`, flag)
}

quiet(command) if {
	some word in command.words
	regex.match(`(?i)^\$.*(opt|flag|arg)`, word)
}
