# METADATA
# title: Input of a form cannot be shown
# description: >-
#   A choice has each option once, and only a choice has options. A form has at most 25 inputs. GitHub refuses
#   anything else.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs
# custom:
#   kinds: [github/workflow]
#   level: error
#   help: Give a choice its options, and pass the rest as one input.
#   equivalents:
#     actionlint: [events]
package waylint.rules.github.invalid_dispatch_input

deny contains {"at": ["on", "workflow_dispatch", "inputs", name, "options", index], "message": message} if {
	some name, declared in input.on.workflow_dispatch.inputs
	some index, option in declared.options
	option in array.slice(declared.options, 0, index)
	message := sprintf("option %v is there twice", [option])
}

deny contains {"at": ["on", "workflow_dispatch", "inputs", name, "options"], "message": message} if {
	some name, declared in input.on.workflow_dispatch.inputs
	declared.options
	object.get(declared, "type", "string") != "choice"
	message := sprintf("%q has options and is no choice", [name])
}

deny contains {"at": ["on", "workflow_dispatch", "inputs"], "message": message} if {
	count(input.on.workflow_dispatch.inputs) > 25
	message := sprintf("%d inputs are more than 25", [count(input.on.workflow_dispatch.inputs)])
}
