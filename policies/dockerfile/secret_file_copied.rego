# METADATA
# title: File with secrets is copied into the image
# description: >-
#   By its name the file holds the credentials of a person or a machine. Everyone who can pull the image reads it, even if a later
#   instruction deletes it.
# related_resources:
# - ref: https://docs.docker.com/build/building/secrets/
# custom:
#   kinds: [dockerfile]
#   level: warning
#   help: Mount it where it is needed with `RUN --mount=type=secret`, or give it to the container when it starts.
#   equivalents:
#     dockle: [CIS-DI-0010]
#     trivy: [DS-0031]
package waylint.rules.dockerfile.secret_file_copied

import data.waylint.lib.dockerfile

deny contains {"at": array.concat(instruction.at, ["sources", index]), "message": message} if {
	some instruction in dockerfile.instructions
	instruction.node.instruction in {"COPY", "ADD"}
	dockerfile.in_image(instruction)
	not instruction.node.from
	some index, source in instruction.node.sources
	regex.match(`(^|/)(id_(rsa|dsa|ecdsa|ed25519)|\.netrc|\.pypirc|\.git-credentials|\.pgpass|\.aws/credentials|\.docker/config\.json|\.dockercfg|\.kube/config)$`, source)
	not dockerfile.stand_in(source)
	message := sprintf("%s is copied into the image", [source])
}
