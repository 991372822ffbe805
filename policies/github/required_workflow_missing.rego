# METADATA
# title: Repository does not call a workflow that the platform requires
# description: >-
#   What every repository must run, such as a scan, is a workflow of the platform that repositories call.
# related_resources:
# - ref: https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: Call the workflow in a job of its own.
#   fix: unsafe
#   scope: repository
#   platform: [workflows]
package waylint.rules.github.required_workflow_missing

import data.waylint.lib.github

deny contains object.union({"in": d.file, "document": d.document, "at": ["jobs"], "message": message}, called(d, required)) if {
	input.complete
	some required in data.platform.workflows.required
	every name in used { not glob.match(split(required, "@")[0], ["/"], name) }
	d := likeliest
	message := sprintf("no workflow calls %s", [required])
}

# What runs for changes is what a job is best added to.
likeliest := [workflow |
	some event in ["pull_request", "push", ""]
	some workflow in input.documents
	workflow.node.jobs
	has_event(workflow.node.on, event)
][0]

has_event(_, "")

has_event(on, event) if on == event

has_event(on, event) if event in on

has_event(on, event) if event in object.keys(on)

called(d, required) := {"fix": fix} if {
	contains(required, "@")
	name := regex.replace(regex.find_n(`[^/]+$`, split(required, "@")[0], 1)[0], `\.ya?ml$`, "")
	not name in object.keys(d.node.jobs)
	edit := {"op": "add", "at": ["jobs", name], "value": {"uses": github.pinned(required)}}
	fix := {"title": sprintf("Call it in a job %q", [name]), "safe": false, "edits": [edit]}
} else := {}

used contains split(job.uses, "@")[0] if {
	some d in input.documents
	some job in d.node.jobs
}
