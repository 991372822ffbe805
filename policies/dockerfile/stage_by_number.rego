# METADATA
# title: Stage is named by its number
# description: >-
#   The number moves with every stage that is put before it, and the build then silently takes files from another
#   one.
# related_resources:
# - ref: https://docs.docker.com/build/building/multi-stage/#name-your-build-stages
# custom:
#   kinds: [dockerfile/instruction]
#   level: note
#   help: Name the stage with `AS`, and copy from that name.
#   fix: unsafe
#   equivalents:
#     kics: [dockerfile/Using Unnamed Build Stages]
package waylint.rules.dockerfile.stage_by_number

import data.waylint.lib.dockerfile

deny contains object.union({"at": array.concat(instruction.at, ["from", "text"]), "message": message}, fix_of(instruction)) if {
	some instruction in dockerfile.instructions
	number := instruction.node.from.text
	regex.match(`^[0-9]+$`, number)
	message := sprintf("stage %s has no name", [number])
}

# The stage gets a name if it has none.
fix_of(instruction) := {"fix": {"title": sprintf("copy from %s", [name]), "safe": safe, "edits": edits}} if {
	index := instruction.node.from.stage
	stage := input.stages[index]
	name := object.get({true: sprintf("stage-%d", [index])}, stage.name == null, stage.name)
	used := {other.name | some other in input.stages; other.name != null}
	safe := name in used
	from := stage.instructions[0]
	named := [{"op": "replace", "at": ["stages", index, "instructions", 0], "value": line} |
		not safe
		flags := [sprintf(" --%s=%s", [flag, values[0]]) | some flag, values in from.flags]
		line := sprintf("%s%s %s AS %s", [from.keyword, concat("", flags), from.text, name])
	]
	edits := array.concat(named, [{"op": "replace", "at": array.concat(instruction.at, ["flags", "from", 0]), "value": name}])
} else := {}
