# METADATA
# title: Job is granted more than the platform allows
# description: >-
#   What a job's token may do, every action in the job may do as well. The platform says for each scope how far a job may go.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: Grant what the platform allows, or call a workflow of the platform for what needs more.
#   fix: unsafe
#   platform: [workflows]
package waylint.rules.github.permission_not_allowed

import data.waylint.lib.github

deny contains {"at": array.concat(at, [scope]), "message": message, "fix": fix} if {
	some at in places
	some scope, level in object.get(input, at, {})
	most := data.platform.workflows.permissions[scope]
	rank[level] > rank[most]
	message := sprintf("%s is granted with %s; the platform allows %s", [scope, level, most])
	edit := {"op": "replace", "at": array.concat(at, [scope]), "value": most}
	fix := {"title": sprintf("Grant %s with %s", [scope, most]), "safe": false, "edits": [edit]}
}

# One word for all scopes.
deny contains {"at": at, "message": message} if {
	some at in places
	granted := object.get(input, at, "")
	some word, level in {"read-all": "read", "write-all": "write"}
	granted == word
	beyond := sort([scope | some scope, most in data.platform.workflows.permissions; rank[level] > rank[most]])
	count(beyond) > 0
	message := sprintf("%s grants more than the platform allows: %s", [word, concat(", ", beyond)])
}

places := array.concat([["permissions"]], [array.concat(job.at, ["permissions"]) | some job in github.jobs])

rank := {"none": 0, "read": 1, "write": 2}
