# METADATA
# title: Image has no health check
# description: Docker and Compose then take a container for healthy as long as its process runs. Kubernetes has probes of its own and ignores it.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#healthcheck
# custom:
#   kinds: [dockerfile]
#   level: note
#   help: Add HEALTHCHECK to the last stage.
#   equivalents:
#     checkov: [CKV_DOCKER_2]
#     dockle: [CIS-DI-0006]
#     hadolint: [DL3057]
#     kics: [dockerfile/Healthcheck Instruction Missing]
#     terrascan: [AC_DOCKER_0047]
#     trivy: [DS-0026]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       required:
#         description: Whether images need a health check.
#         type: boolean
#         default: false
package waylint.rules.dockerfile.healthcheck_missing

import data.waylint.lib.dockerfile

deny contains {"at": ["stages", index, "base"], "message": "the image has no HEALTHCHECK"} if {
	data.waylint.options["dockerfile/healthcheck-missing"].required
	some index, stage in input.stages
	stage.final
	not checked
}

checked if {
	some instruction in dockerfile.instructions
	instruction.node.instruction == "HEALTHCHECK"
	dockerfile.in_image(instruction)
}
