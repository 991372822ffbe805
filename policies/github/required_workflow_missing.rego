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
#   scope: repository
#   platform: [workflows]
package waylint.rules.github.required_workflow_missing

deny contains {"in": d.file, "document": d.document, "at": ["jobs"], "message": message} if {
	input.complete
	some required in data.platform.workflows.required
	every name in used { not glob.match(required, ["/"], name) }
	d := [workflow | some workflow in input.documents; workflow.node.jobs][0]
	message := sprintf("no workflow calls %s", [required])
}

used contains split(job.uses, "@")[0] if {
	some d in input.documents
	some job in d.node.jobs
}
