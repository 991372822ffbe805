# METADATA
# title: File that may hold secrets is copied into the image
# description: >-
#   Settings and private keys are often secret. What is in them their name does not say; if it is, everyone who can pull the
#   image reads it, even if a later instruction deletes it.
# related_resources:
# - ref: https://docs.docker.com/build/building/secrets/
# custom:
#   kinds: [dockerfile]
#   level: note
#   help: Unless what it holds is public, mount it with `RUN --mount=type=secret`, or give it to the container when it starts.
#   equivalents:
#     dockle: [CIS-DI-0010]
#     trivy: [DS-0031]
package waylint.rules.dockerfile.possible_secret_copied

import data.waylint.lib.dockerfile

deny contains {"at": array.concat(instruction.at, ["sources", index]), "message": message} if {
	some instruction in dockerfile.instructions
	instruction.node.instruction in {"COPY", "ADD"}
	dockerfile.in_image(instruction)
	not instruction.node.from
	some index, source in instruction.node.sources
	# `.env.production` is what frameworks of the web have people commit; what is secret stands in `.env.local` there.
	regex.match(`(^|/)(\.env(\.(local|secret|secrets))?|kubeconfig|[^/]*(private|server|tls)[^/]*\.key|credentials\.json|service[-_]account[^/]*\.json)$`, source)
	not dockerfile.stand_in(source)
	message := sprintf("%s is copied into the image", [source])
}
