# METADATA
# title: Pull requests run on a machine of one's own
# description: >-
#   In a public repository anyone can so run code in the network of the machine, and leave something on it for the
#   next job.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#hardening-for-self-hosted-runners
# custom:
#   kinds: [github/workflow]
#   level: note
#   help: Run pull requests on machines of GitHub, or on ones that are thrown away after each job.
#   equivalents:
#     octoscan: [runner-label]
#     poutine: [pr_runs_on_self_hosted]
#     zizmor: [self-hosted-runner]
package waylint.rules.github.self_hosted_pull_request

import data.waylint.lib.github

deny contains {"at": array.concat(job.at, ["runs-on"]), "message": message} if {
	some event in github.events & {"pull_request", "pull_request_target", "issue_comment"}
	some job in github.jobs
	"self-hosted" in labels(job.node["runs-on"])
	message := sprintf("%s runs on a machine of your own", [event])
}

labels(name) := {name} if is_string(name)

labels(names) := {name | some name in names} if is_array(names)

labels(group) := labels_of(group) if is_object(group)

labels_of(group) := {group.labels} if is_string(group.labels)

labels_of(group) := {name | some name in group.labels} if is_array(group.labels)
