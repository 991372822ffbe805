# METADATA
# title: Job needs a job that does not exist
# description: GitHub refuses the whole workflow if one job waits for another that is not in the same file.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idneeds
# custom:
#   kinds: [github/job]
#   level: error
#   help: Name a job of this workflow.
#   equivalents:
#     actionlint: [job-needs]
package waylint.rules.github.unknown_needs

import data.waylint.lib.github

deny contains {"at": need.at, "message": message} if {
	some need in needs
	not lower(need.name) in known
	message := sprintf("there is no job %q", [need.name])
}

known contains lower(name) if some name, _ in input.jobs

needs contains {"at": array.concat(job.at, ["needs"]), "name": job.node.needs} if {
	some job in github.jobs
	is_string(job.node.needs)
}

needs contains {"at": array.concat(job.at, ["needs", index]), "name": name} if {
	some job in github.jobs
	is_array(job.node.needs)
	some index, name in job.node.needs
	is_string(name)
}
