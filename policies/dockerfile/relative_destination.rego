# METADATA
# title: Files are copied to a folder that only the base image knows
# description: Without a WORKDIR before it a relative destination lies wherever the base image happens to end.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#destination
# custom:
#   kinds: [dockerfile/instruction]
#   level: note
#   help: Set WORKDIR first, or write the destination from `/`.
#   equivalents:
#     hadolint: [DL3045]
package waylint.rules.dockerfile.relative_destination

import data.waylint.lib.dockerfile

deny contains {"at": array.concat(instruction.at, ["destination"]), "message": message} if {
	some instruction in dockerfile.instructions
	instruction.node.instruction in {"COPY", "ADD"}
	instruction.node.workdir == null
	not regex.match(`^["']?([/\\$%]|[A-Za-z]:)`, instruction.node.destination)
	message := sprintf("%q is relative, and no WORKDIR stands before it", [instruction.node.destination])
}
