# METADATA
# title: Two stages have one name
# description: References by that name mean only one of the two, and builders refuse the file or disagree about which.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/duplicate-stage-name/
# custom:
#   kinds: [dockerfile]
#   level: error
#   help: Give each stage a name of its own.
#   equivalents:
#     buildkit: [DuplicateStageName]
#     checkov: [CKV_DOCKER_11]
#     hadolint: [DL3024]
#     kics: [dockerfile/Same Alias In Different Froms]
#     trivy: [DS-0012]
package waylint.rules.dockerfile.duplicate_stage

deny contains {"at": ["stages", index, "name"], "message": message, "related": [related]} if {
	some index, stage in input.stages
	first := min({at | some at, other in input.stages; lower(other.name) == lower(stage.name)})
	first < index
	message := sprintf("stage %q is there already", [stage.name])
	related := {"at": ["stages", first, "name"], "message": "the first stage of that name"}
}
