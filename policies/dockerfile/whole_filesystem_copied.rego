# METADATA
# title: A whole file system is copied
# description: >-
#   Everything of the other stage comes along, build tools and caches too, so the stages were for nothing.
# related_resources:
# - ref: https://docs.docker.com/build/building/multi-stage/
# custom:
#   kinds: [dockerfile/instruction]
#   level: note
#   help: Copy what the image needs, or start the stage from the other one.
#   equivalents:
#     hadolint: [DL3067]
package waylint.rules.dockerfile.whole_filesystem_copied

import data.waylint.lib.dockerfile

deny contains {"at": array.concat(instruction.at, ["sources", index]), "message": message} if {
	some instruction in dockerfile.instructions
	instruction.node.from
	some index, source in instruction.node.sources
	source == "/"
	instruction.node.destination == "/"
	message := sprintf("everything of %s is copied", [instruction.node.from.text])
}
