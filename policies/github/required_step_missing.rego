# METADATA
# title: Job does not begin with the steps that the platform requires
# description: What must hold for the whole of a job, such as a guard of its network, has to be its first step.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idsteps
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: Begin the job with the action.
#   fix: unsafe
#   platform: [workflows]
package waylint.rules.github.required_step_missing

import data.waylint.lib.github

deny contains object.union({"at": array.concat(job.at, ["steps", index]), "message": message}, begun(job, index, required)) if {
	some index, required in data.platform.workflows["first-steps"]
	some job in github.jobs
	is_array(job.node.steps)
	not begins_with(job.node.steps, index, required)
	message := sprintf("step %d is not %s", [index + 1, required])
}

begins_with(steps, index, required) if glob.match(split(required, "@")[0], ["/"], split(steps[index].uses, "@")[0])

# The steps before it have to be there first.
begun(job, index, required) := {"fix": fix} if {
	contains(required, "@")
	index <= count(job.node.steps)
	edit := {"op": "add", "at": array.concat(job.at, ["steps", index]), "value": {"uses": github.pinned(required)}}
	fix := {"title": sprintf("Begin with %s", [required]), "safe": false, "edits": [edit]}
} else := {}
