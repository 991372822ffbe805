# METADATA
# title: Stage has a reserved name
# description: >-
#   The builder uses these words for the empty image and for the files of the build, so a stage of that name
#   cannot be reached.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/reserved-stage-name/
# custom:
#   kinds: [dockerfile/stage]
#   level: warning
#   help: Give the stage another name.
#   fix: unsafe
#   equivalents:
#     buildkit: [ReservedStageName]
#     hadolint: [DL3063]
package waylint.rules.dockerfile.reserved_stage_name

deny contains {"at": ["stages", index, "name"], "message": message, "fix": fix} if {
	some index, stage in input.stages
	lower(stage.name) in {"scratch", "context"}
	message := sprintf("stage name %s is reserved", [stage.name])
	fix := {"title": "rename it", "safe": false, "edits": [{
		"op": "replace",
		"at": ["stages", index, "instructions", 0, "arguments", 2],
		"value": sprintf("%s-stage", [lower(stage.name)]),
	}]}
}
