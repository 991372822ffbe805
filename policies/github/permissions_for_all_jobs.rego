# METADATA
# title: All jobs get a right that one of them needs
# description: What is granted at the top every step of every job has, the actions of others among them.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
# custom:
#   kinds: [github/workflow]
#   level: note
#   help: Grant it in the job that needs it.
#   equivalents:
#     scorecard: [Token-Permissions]
#     zizmor: [excessive-permissions]
package waylint.rules.github.permissions_for_all_jobs

deny contains {"at": ["permissions", scope], "message": message} if {
	count(input.jobs) > 1
	some scope, level in input.permissions
	level == "write"
	not all_alike
	message := sprintf("every job may write %s", [scope])
}

# Several calls of one workflow need the same.
all_alike if {
	every job in input.jobs { job.uses }
	count({job.uses | some job in input.jobs}) == 1
}
