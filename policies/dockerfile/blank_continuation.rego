# METADATA
# title: Empty line inside an instruction
# description: Builders still join the lines around it, with a warning, and will stop doing so.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/no-empty-continuation/
# custom:
#   kinds: [dockerfile/instruction]
#   level: note
#   help: Remove the empty line, or begin it with `#`.
#   fix: safe
#   equivalents:
#     buildkit: [NoEmptyContinuation]
package waylint.rules.dockerfile.blank_continuation

import data.waylint.lib.dockerfile

deny contains {"at": array.concat(instruction.at, ["blank_lines", 0]), "message": message, "fix": fix} if {
	some instruction in dockerfile.instructions
	instruction.node.blank_lines[0] == ""
	fix := {
		"title": "remove the empty lines",
		"safe": true,
		"edits": [{"op": "remove", "at": array.concat(instruction.at, ["blank_lines"])}],
	}
	message := sprintf("%s goes on behind an empty line", [instruction.node.instruction])
}
