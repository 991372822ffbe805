# METADATA
# title: Jobs wait for each other
# description: GitHub refuses a workflow in which a job waits, over others or not, for itself.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idneeds
# custom:
#   kinds: [github/workflow]
#   level: error
#   help: Take one of the jobs out of `needs`.
#   equivalents:
#     actionlint: [job-needs]
package waylint.rules.github.needs_cycle

import data.waylint.lib.github

deny contains {"at": ["jobs", name, "needs"], "message": message} if {
	some name, _ in waits
	some need in waits[name]
	name in graph.reachable(waits, {need})
	message := sprintf("job %q waits for itself by way of %q", [name, need])
}

waits[name] := github.needs(job) if some name, job in input.jobs
