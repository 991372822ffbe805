# METADATA
# title: Step gets every secret
# description: >-
#   A step that gets all secrets gets those too that somebody adds later, and GitHub has to send every one of them to
#   the runner.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#using-secrets
# custom:
#   kinds: [github/workflow, github/action]
#   level: note
#   help: Name the secrets that the step needs.
#   equivalents:
#     codeql: [actions/excessive-secrets-exposure]
#     poutine: [job_all_secrets]
#     zizmor: [overprovisioned-secrets]
package waylint.rules.github.all_secrets_passed

import data.waylint.lib.github

deny contains {"at": call.at, "within": call.within, "message": "all secrets are passed"} if {
	some call in github.calls
	call.name == "tojson"
	call.arguments[0].path == ["secrets"]
}

deny contains {"at": reference.at, "within": reference.within, "message": message} if {
	some reference in github.references
	["secrets", null] = reference.path
	message := sprintf("%s is chosen while the job runs, so that the runner gets all of them", [reference.text])
}
