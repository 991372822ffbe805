# METADATA
# title: Short steps stand one behind the other
# description: Each RUN is a layer of its own, and short steps that belong together can share one.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#run
# custom:
#   kinds: [dockerfile/instruction]
#   level: note
#   help: Join them with `&&`.
#   fix: unsafe
#   equivalents:
#     hadolint: [DL3059]
#     kics: ["dockerfile/Multiple RUN, ADD, COPY, Instructions Listed"]
#     sonar: ["docker:S7031"]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       every:
#         type: boolean
#         description: Whether stages that are not in the image count too.
#         default: false
package waylint.rules.dockerfile.consecutive_runs

import data.waylint.lib.dockerfile

deny contains object.union({"at": at, "message": "this RUN can be joined with the one before it"}, fix_of(at, instruction, before)) if {
	some stage, _ in input.stages
	dockerfile.counts("dockerfile/consecutive-runs", stage)
	some index, instruction in input.stages[stage].instructions
	index > 0
	at := ["stages", stage, "instructions", index]
	before := input.stages[stage].instructions[index - 1]
	short(instruction)
	short(before)
	instruction.flags == before.flags
}

short(instruction) if {
	instruction.instruction == "RUN"
	not instruction.heredocs
	count([command | some command in instruction.commands; command.via == null]) < 3
}

# One command after the other; a list with other operators would mean something else when it is joined.
fix_of(at, instruction, before) := {"fix": {"title": "join it with the one before", "safe": false, "edits": edits}} if {
	every run in [instruction, before] {
		run.form == "shell"
		run.lines == 1
		every command in run.commands { command.operator in {null, "&&"} }
	}
	commands := [command.words | some command in instruction.commands; command.via == null]
	count(commands) == 1
	last := ["stages", at[1], "instructions", at[3] - 1, "commands", count(before.commands)]
	edits := [{"op": "remove", "at": at}, {"op": "add", "at": last, "value": instruction.text}]
} else := {}
