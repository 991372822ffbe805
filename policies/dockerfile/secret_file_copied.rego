# METADATA
# title: File with secrets is copied into the image
# description: Everyone who can pull the image reads it, even if a later instruction deletes it.
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
	regex.match(secret, source)
	not regex.match(`(?i)example|sample|template|dist|(^|/)(tests?|testdata|fixtures?|e2e)/`, source)
	message := sprintf("%s is copied into the image", [source])
}

# `.env.production` is what frameworks of the web have people commit; what is secret stands in `.env.local` there.
secret := `(^|/)(\.env(\.(local|secret|secrets))?|id_(rsa|dsa|ecdsa|ed25519)|\.netrc|\.pypirc|\.git-credentials|\.pgpass|\.aws/credentials|\.docker/config\.json|\.dockercfg|\.kube/config|kubeconfig|[^/]*(private|server|tls)[^/]*\.key|credentials\.json|service[-_]account[^/]*\.json)$`
