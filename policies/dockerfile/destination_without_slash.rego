# METADATA
# title: Several files are copied to what is no folder
# description: With several sources the destination has to be a folder, and builders know it by the slash at its end.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#destination
# custom:
#   kinds: [dockerfile/instruction]
#   level: warning
#   help: End the destination with a slash.
#   fix: safe
#   equivalents:
#     dockerfilelint: [add_dest_invalid]
#     hadolint: [DL3021]
#     kics: [dockerfile/Copy With More Than Two Arguments Not Ending With Slash]
#     trivy: [DS-0011]
package waylint.rules.dockerfile.destination_without_slash

import data.waylint.lib.dockerfile

deny contains {"at": at, "message": message, "fix": fix} if {
	some instruction in dockerfile.instructions
	count(instruction.node.sources) > 1
	destination := instruction.node.destination
	not regex.match(`[/\\]$|^\.{1,2}$|/\.{1,2}$|\$`, destination)
	# WORKDIR has made the folder.
	not destination == instruction.node.workdir
	not usual(destination)
	not made_before(instruction, destination)
	at := array.concat(instruction.at, ["destination"])
	message := sprintf("%d files are copied to %q", [count(instruction.node.sources), destination])
	edit := {"op": "replace", "at": at, "value": sprintf("%s/", [destination])}
	fix := {"title": "end it with a slash", "safe": true, "edits": [edit]}
}

# Every distribution has these.
usual(folder) if {
	regex.match(`^/(bin|boot|etc|home|lib(32|64)?|media|mnt|opt|root|run|sbin|srv|tmp|usr|var)(/(bin|games|include|lib(exec|32|64)?|local|log|sbin|share|spool|src|tmp|cache))*$`, folder)
}

# A command or a copy before it has made the folder.
made_before(instruction, folder) if {
	some other in dockerfile.instructions
	other.at[1] in graph.reachable(dockerfile.bases, {instruction.at[1]})
	other.at < instruction.at
	some command in other.node.commands
	command.name in {"mkdir", "install"}
	some word in command.words
	startswith(sprintf("%s/", [word]), sprintf("%s/", [folder]))
}

made_before(instruction, folder) if {
	some other in dockerfile.instructions
	other.at[1] in graph.reachable(dockerfile.bases, {instruction.at[1]})
	other.at < instruction.at
	startswith(other.node.destination, sprintf("%s/", [folder]))
}
