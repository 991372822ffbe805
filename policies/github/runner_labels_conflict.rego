# METADATA
# title: Runner is to be several systems at once
# description: >-
#   A job runs on a machine that has all its labels, and none has those of two systems: the job waits for a day and
#   fails.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idruns-on
# custom:
#   kinds: [github/workflow]
#   level: error
#   help: Name one system; for several, use a matrix.
#   equivalents:
#     actionlint: [runner-label]
package waylint.rules.github.runner_labels_conflict

import data.waylint.lib.github

deny contains {"at": array.concat(job.at, ["runs-on", index]), "message": message} if {
	some job in github.jobs
	labels := job.node["runs-on"]
	is_array(labels)
	some index, label in labels
	system := system_of(label)
	some earlier in array.slice(labels, 0, index)
	other := system_of(earlier)
	other != system
	message := sprintf("%s is not %s", [label, earlier])
}

system_of(label) := regex.find_n(`^(ubuntu|windows|macos)`, lower(label), 1)[0] if regex.match(`(?i)^(ubuntu|windows|macos)-(latest|[0-9.]+)`, label)
