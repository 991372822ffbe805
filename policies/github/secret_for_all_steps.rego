# METADATA
# title: Secret is set for every step
# description: Every step of the job, the actions of others among them, can read what stands in its environment.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#using-secrets
# custom:
#   kinds: [github/workflow]
#   level: note
#   help: Set it in the step that needs it.
#   equivalents:
#     ghalint: [workflow_secrets, job_secrets]
package waylint.rules.github.secret_for_all_steps

import data.waylint.lib.github

deny contains {"at": reference.at, "message": message} if {
	some reference in github.references
	["secrets", name] = reference.path
	reader := readers(reference.at)
	reader > 1
	not name == "github_token"
	message := sprintf("secret %q is set for all %d steps", [name, reader])
}

readers(at) := count(input.jobs[at[1]].steps) if {
	at[0] == "jobs"
	at[2] == "env"
}

readers(at) := count(github.steps) if at[0] == "env"
