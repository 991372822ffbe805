# METADATA
# title: Action of this repository gets other inputs than it has
# description: >-
#   An input that the action does not have is left out with a warning that nobody reads. One that it needs is empty.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#inputs
# custom:
#   kinds: [github/workflow, github/action]
#   level: warning
#   help: Pass the inputs that the action declares.
#   scope: repository
#   equivalents:
#     actionlint: [action]
package waylint.rules.github.local_action_inputs

deny contains {"in": use.file, "document": use.document, "at": array.concat(use.at, ["with", given]), "message": message} if {
	some use in uses
	some given, _ in use.step["with"]
	not lower(given) in {lower(name) | some name, _ in use.action.inputs}
	not use.action.runs.using == "docker"
	message := sprintf("%s has no input %q", [use.step.uses, given])
}

# GitHub starts the action all the same, and it may not come to where it reads the input.
deny contains {"in": use.file, "document": use.document, "at": array.concat(use.at, ["uses"]), "message": message, "level": "note"} if {
	some use in uses
	some name, declared in use.action.inputs
	declared.required == true
	not declared["default"]
	not lower(name) in {lower(given) | some given, _ in object.get(use.step, "with", {})}
	message := sprintf("%s needs the input %q", [use.step.uses, name])
}

uses contains use if {
	some d in input.documents
	root := root_of(d)
	some step in steps_of(d)
	startswith(step.node.uses, "./")
	not of_others(d, step)
	folder := trim_suffix(trim_prefix(step.node.uses, "./"), "/")
	some action in actions[sprintf("%s%s", [root, folder])]
	use := {"file": d.file, "document": d.document, "at": step.at, "step": step.node, "action": action}
}

# The job works in another repository, or in what only GitHub knows.
of_others(d, step) if {
	some other in steps_of(d)
	other.at[1] == step.at[1]
	contains(other.node.uses, "actions/checkout")
	other.node["with"].repository
	not other.node["with"].path
}

actions[folder] contains d.node if {
	some d in input.documents
	d.kind == "github/action"
	folder := trim_suffix(d.file, regex.find_n(`/action\.ya?ml$`, d.file, 1)[0])
}

steps_of(d) := waylint.view("github/step", d.node)

# The folder of the repository, with its slash.
root_of(d) := trim_suffix(d.file, regex.find_n(`\.github/(workflows|actions)/.*$`, d.file, 1)[0])
