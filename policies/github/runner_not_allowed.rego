# METADATA
# title: Runner is not one of the platform
# description: >-
#   Jobs run where the platform keeps them apart, patched and paid for. Another label is another machine, or none.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idruns-on
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: Name a runner that the platform offers.
#   fix: safe
#   platform: [runners]
package waylint.rules.github.runner_not_allowed

import data.waylint.lib.github

deny contains {"at": label.at, "message": message, "fix": fix} if {
	some label in wrong
	replacement := data.platform.runners.replace[label.name]
	message := sprintf("runner %q is not one of the platform's", [label.name])
	fix := {"title": sprintf("Run on %s", [replacement]), "safe": true, "edits": [{"op": "replace", "at": label.at, "value": replacement}]}
}

deny contains {"at": label.at, "message": message} if {
	some label in wrong
	not data.platform.runners.replace[label.name]
	message := sprintf("runner %q is not one of the platform's", [label.name])
}

wrong contains label if {
	some label in labels
	not contains(label.name, "${{")
	allowed := data.platform.runners.allow
	every pattern in allowed { not glob.match(lower(pattern), [], lower(label.name)) }
}

wrong contains label if {
	some label in labels
	data.platform.runners.replace[label.name]
}

labels contains {"at": array.concat(job.at, ["runs-on"]), "name": job.node["runs-on"]} if {
	some job in github.jobs
	is_string(job.node["runs-on"])
}

labels contains {"at": array.concat(job.at, ["runs-on", index]), "name": name} if {
	some job in github.jobs
	some index, name in job.node["runs-on"]
	is_string(name)
}
