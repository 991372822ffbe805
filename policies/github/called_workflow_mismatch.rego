# METADATA
# title: Workflow is called with other values than it takes
# description: >-
#   GitHub refuses a call with an input or secret that the workflow does not declare, or without one that it needs. An
#   output it does not have is empty.
# related_resources:
# - ref: https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows
# custom:
#   kinds: [github/workflow]
#   level: error
#   help: Pass what the called workflow declares under `on.workflow_call`.
#   scope: repository
#   equivalents:
#     actionlint: [workflow-call, expression]
package waylint.rules.github.called_workflow_mismatch

deny contains {"in": call.file, "document": call.document, "at": array.concat(call.at, [key, name]), "message": message} if {
	some call in calls
	some key, what in {"with": "input", "secrets": "secret"}
	is_object(call.job[key])
	some name, _ in call.job[key]
	not lower(name) in names(call.declares, what)
	message := sprintf("%s has no %s %q", [call.job.uses, what, name])
}

deny contains {"in": call.file, "document": call.document, "at": array.concat(call.at, ["uses"]), "message": message} if {
	some call in calls
	some key, what in {"with": "input", "secrets": "secret"}
	object.get(call.job, key, {}) != "inherit"
	some name, declared in call.declares[sprintf("%ss", [what])]
	declared.required == true
	not lower(name) in {lower(given) | some given, _ in object.get(call.job, key, {})}
	message := sprintf("%s needs the %s %q", [call.job.uses, what, name])
}

deny contains {"in": call.file, "document": call.document, "at": expression.at, "within": [node.from, node.to], "message": message} if {
	some call in calls
	some expression in waylint.view("github/expression", call.workflow)
	some node in expression.node.nodes
	["needs", job, "outputs", output] = node.path
	job == lower(call.at[1])
	is_string(output)
	is_string(output)
	output != "*"
	not output in names(call.declares, "output")
	message := sprintf("%s has no output %q", [call.job.uses, output])
}

deny contains {"in": d.file, "document": d.document, "at": ["jobs", name, "uses"], "message": message} if {
	input.complete
	some d in input.documents
	d.kind == "github/workflow"
	contains(d.file, ".github/workflows/")
	some name, job in d.node.jobs
	startswith(job.uses, "./.github/workflows/")
	target := sprintf("%s%s", [root_of(d), trim_prefix(job.uses, "./")])
	not workflows[target]
	message := sprintf("there is no workflow %q that can be read", [job.uses])
}

# An event without settings declares nothing.
names(declares, what) := {lower(name) | some name, _ in object.get(declares, sprintf("%ss", [what]), {})}

calls contains call if {
	some d in input.documents
	d.kind == "github/workflow"
	some name, job in d.node.jobs
	startswith(job.uses, "./.github/workflows/")
	target := sprintf("%s%s", [root_of(d), trim_prefix(job.uses, "./")])
	declares := declared(workflows[target])
	call := {"file": d.file, "document": d.document, "at": ["jobs", name], "job": job, "workflow": d.node, "declares": declares}
}

workflows[d.file] := d.node if {
	some d in input.documents
	d.document == 0
	d.kind == "github/workflow"
}

declared(workflow) := workflow.on.workflow_call if is_object(workflow.on.workflow_call)

declared(workflow) := {} if workflow.on.workflow_call == null

# The folder of the repository, with its slash.
root_of(d) := trim_suffix(d.file, regex.find_n(`\.github/workflows/[^/]*$`, d.file, 1)[0])
