# METADATA
# title: Job may run longer than the platform allows
# description: A job that hangs runs for six hours, and pays for them, unless it has a limit.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idtimeout-minutes
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: Set `timeout-minutes` to what the job needs at most.
#   fix: safe
#   platform: [workflows]
#   equivalents:
#     ghalint: [job_timeout_minutes_is_required]
package waylint.rules.github.timeout_missing

import data.waylint.lib.github

deny contains {"at": array.concat(job.at, ["timeout-minutes"]), "message": message, "fix": fix} if {
	longest := data.platform.workflows["timeout-minutes"]
	some job in github.jobs
	job.node.steps
	not job.node["timeout-minutes"]
	not steps_limited(job)
	message := "job has no limit of time"
	edit := {"op": "add", "at": array.concat(job.at, ["timeout-minutes"]), "value": longest}
	fix := {"title": sprintf("Limit the job to %d minutes", [longest]), "safe": true, "edits": [edit]}
}

deny contains {"at": array.concat(job.at, ["timeout-minutes"]), "message": message} if {
	longest := data.platform.workflows["timeout-minutes"]
	some job in github.jobs
	given := job.node["timeout-minutes"]
	is_number(given)
	given > longest
	message := sprintf("job may run for %d minutes, more than %d", [given, longest])
}

steps_limited(job) if {
	every step in github.beside(job.at) { is_limited(step.node) }
}

is_limited(step) if step["timeout-minutes"]

# The steps of a group are limited themselves.
is_limited(step) if step.parallel
