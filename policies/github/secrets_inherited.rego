# METADATA
# title: All secrets go to a workflow of another repository
# description: >-
#   With `inherit` the called workflow gets every secret that the caller has, and gets the next one too that somebody adds.
# related_resources:
# - ref: https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows#passing-inputs-and-secrets-to-a-reusable-workflow
# custom:
#   kinds: [github/workflow]
#   level: note
#   help: Pass the secrets it needs by name.
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       own:
#         type: boolean
#         description: Whether workflows of the same repository, which whoever changes the caller may change as well, count too.
#         default: false
#   equivalents:
#     ghalint: [deny_inherit_secrets]
#     zizmor: [secrets-inherit]
package waylint.rules.github.secrets_inherited

import data.waylint.lib.github

deny contains {"at": array.concat(job.at, ["secrets"]), "message": message} if {
	some job in github.jobs
	job.node.secrets == "inherit"
	another(job.node.uses)
	message := sprintf("%s inherits all secrets", [job.node.uses])
}

another(workflow) if not regex.match(`^[.$]/`, workflow)

another(_) if data.waylint.options["github/secrets-inherited"].own
