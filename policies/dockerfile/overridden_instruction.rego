# METADATA
# title: Instruction is overridden in the same stage
# description: Of several CMD, ENTRYPOINT or HEALTHCHECK in a stage only the last counts; the others were meant to do something.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/
# custom:
#   kinds: [dockerfile/stage]
#   level: warning
#   help: Remove the instruction that does not count, or join the two.
#   fix: unsafe
#   equivalents:
#     buildkit: [MultipleInstructionsDisallowed]
#     hadolint: [DL3012, DL4003, DL4004]
#     kics: [dockerfile/Multiple CMD Instructions Listed, dockerfile/Multiple ENTRYPOINT Instructions Listed]
#     semgrep: [dockerfile.correctness.multiple-entrypoint-instructions.multiple-entrypoint-instructions]
#     sonar: ["docker:S6589"]
#     terrascan: [AC_DOCKER_0053]
#     trivy: [DS-0007, DS-0016, DS-0023]
package waylint.rules.dockerfile.overridden_instruction

deny contains {"at": place(index, at), "message": message, "related": [related], "fix": fix} if {
	some index, stage in input.stages
	some keyword in {"CMD", "ENTRYPOINT", "HEALTHCHECK"}
	places := [at | some at, instruction in stage.instructions; instruction.instruction == keyword]
	last := max(places)
	some at in places
	at < last
	message := sprintf("%s does not count: a later one of the stage overrides it", [keyword])
	fix := {"title": "remove it", "safe": false, "edits": [{"op": "remove", "at": place(index, at)}]}
	related := {"at": place(index, last), "message": "this one counts"}
}

place(stage, instruction) := ["stages", stage, "instructions", instruction]
