# METADATA
# title: Action is not in the repository
# description: A step that uses a folder without an `action.yml` or a Dockerfile fails when the job comes to it.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#example-using-an-action-in-the-same-repository-as-the-workflow
# custom:
#   kinds: [github/workflow, github/action, dockerfile]
#   level: warning
#   help: Name the folder from the root of the repository, or check the code out there before.
#   scope: repository
#   equivalents:
#     actionlint: [action]
package waylint.rules.github.local_action_missing

deny contains {"in": d.file, "document": d.document, "at": array.concat(step.at, ["uses"]), "message": message} if {
	input.complete
	some d in input.documents
	d.kind == "github/workflow"
	contains(d.file, ".github/workflows/")
	steps := waylint.view("github/step", d.node)
	some step in steps
	regex.match(`^\./\.github/`, step.node.uses)
	beside := [other.node | some other in steps; other.at[1] == step.at[1]]
	not brought(beside)
	not made(beside, step.node.uses)
	folder := sprintf("%s%s", [trim_suffix(d.file, regex.find_n(`\.github/workflows/[^/]*$`, d.file, 1)[0]), trim_prefix(trim_suffix(step.node.uses, "/"), "./")])
	not folder in actions
	message := sprintf("there is no action in %q", [step.node.uses])
}

actions contains folder if {
	some d in input.documents
	d.kind == "github/action"
	folder := trim_suffix(d.file, regex.find_n(`/action\.ya?ml$`, d.file, 1)[0])
}

# A Dockerfile will do.
actions contains trim_suffix(d.file, "/Dockerfile") if {
	some d in input.documents
	d.kind == "dockerfile"
	endswith(d.file, "/Dockerfile")
}

# Another repository, or a folder that is made while the job runs, is not known.
brought(steps) if {
	some step in steps
	contains(step.uses, "actions/checkout")
	step["with"].repository
}

brought(steps) if {
	some step in steps
	contains(step.uses, "actions/checkout")
	step["with"].path
}

brought(steps) if {
	some step in steps
	contains(step.uses, "actions/download-artifact")
}

# Nor is what lies in a submodule, which may be an action's own repository.
brought(steps) if {
	some step in steps
	contains(step.uses, "actions/checkout")
	lower(sprintf("%v", [step["with"].submodules])) in {"true", "recursive"}
}

# A script that names it may make it.
made(steps, uses) if {
	some step in steps
	name := regex.find_n(`[^/]+/?$`, uses, 1)[0]
	contains(step.run, trim_suffix(name, "/"))
}
