# METADATA
# title: ENV uses a variable of the same instruction
# description: >-
#   All values of one ENV see what held before it, so a variable that the instruction itself sets is still empty, or has its
#   old value.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#environment-replacement
# custom:
#   kinds: [dockerfile]
#   level: warning
#   help: Set the first variable in an ENV of its own.
#   fix: unsafe
#   equivalents:
#     hadolint: [DL3044]
package waylint.rules.dockerfile.self_referencing_env

import data.waylint.lib.dockerfile

deny contains object.union({"at": array.concat(instruction.at, ["pairs", index]), "message": message}, fix_of(instruction, index)) if {
	some instruction in dockerfile.instructions
	instruction.node.instruction == "ENV"
	some index, pair in instruction.node.pairs
	some name in pair.undefined
	some at, other in instruction.node.pairs
	at != index
	other.name == name
	message := sprintf("variable %s is set by this ENV and not yet known in it", [name])
}

fix_of(instruction, index) := {"fix": {"title": "set it in an ENV of its own", "safe": false, "edits": edits}} if {
	next := array.concat(array.slice(instruction.at, 0, 3), [instruction.at[3] + 1])
	edits := [
		{"op": "add", "at": next, "value": sprintf("%s %s", [instruction.node.keyword, instruction.node.arguments[index]])},
		{"op": "remove", "at": array.concat(instruction.at, ["pairs", index])},
	]
} else := {}
