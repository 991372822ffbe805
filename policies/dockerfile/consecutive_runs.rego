# METADATA
# title: Short steps stand one behind the other
# description: Each RUN is a layer of its own, and short steps that belong together can share one.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#run
# custom:
#   kinds: [dockerfile/instruction]
#   level: note
#   help: Join them with `&&`.
#   equivalents:
#     hadolint: [DL3059]
#     kics: ["dockerfile/Multiple RUN, ADD, COPY, Instructions Listed"]
#     sonar: ["docker:S7031"]
package waylint.rules.dockerfile.consecutive_runs

import data.waylint.lib.dockerfile

deny contains {"at": ["stages", stage, "instructions", index], "message": "this RUN can be joined with the one before it"} if {
	some stage in dockerfile.image_stages
	some index, instruction in input.stages[stage].instructions
	index > 0
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
