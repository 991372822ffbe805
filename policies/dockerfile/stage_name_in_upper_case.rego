# METADATA
# title: Name of a stage is not in lower case
# description: Names of stages are compared without regard to case, and images are always in lower case; one spelling is easier to find.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/stage-name-casing/
# custom:
#   kinds: [dockerfile/stage]
#   level: note
#   help: Write it in lower case.
#   fix: safe
#   equivalents:
#     buildkit: [StageNameCasing]
package waylint.rules.dockerfile.stage_name_in_upper_case

deny contains {"at": at, "message": message, "fix": fix} if {
	some index, stage in input.stages
	stage.name != lower(stage.name)
	at := ["stages", index, "name"]
	message := sprintf("stage name %q has capitals", [stage.name])
	written := ["stages", index, "instructions", 0, "arguments", 2]
	fix := {"title": "write it in lower case", "safe": true, "edits": [{"op": "replace", "at": written, "value": lower(stage.name)}]}
}
