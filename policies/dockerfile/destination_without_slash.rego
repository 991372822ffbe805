# METADATA
# title: Several files are copied to what is no folder
# description: With several sources the destination has to be a folder, and builders know it by the slash at its end.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#destination
# custom:
#   kinds: [dockerfile/instruction]
#   level: error
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
	at := array.concat(instruction.at, ["destination"])
	message := sprintf("%d files are copied to %q", [count(instruction.node.sources), destination])
	edit := {"op": "replace", "at": at, "value": sprintf("%s/", [destination])}
	fix := {"title": "end it with a slash", "safe": true, "edits": [edit]}
}
