# METADATA
# title: Default of an input is not one of its values
# description: >-
#   GitHub refuses a default that does not fit the type of the input. One of a required input is never used.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: Give a default of the type, or of the options.
#   equivalents:
#     actionlint: [events]
package waylint.rules.github.input_default_mismatch

deny contains {"at": ["on", event, "inputs", name, "default"], "message": message} if {
	some event in ["workflow_dispatch", "workflow_call"]
	some name, declared in input.on[event].inputs
	declared.type == "choice"
	not declared["default"] in declared.options
	message := sprintf("default %q is not one of the options", [declared["default"]])
}

deny contains {"at": ["on", event, "inputs", name, "default"], "message": message} if {
	some event in ["workflow_dispatch", "workflow_call"]
	some name, declared in input.on[event].inputs
	not fits(declared.type, declared["default"])
	message := sprintf("default %v is no %s", [declared["default"], declared.type])
}

deny contains {"at": ["on", "workflow_call", "inputs", name, "default"], "message": message} if {
	some name, declared in input.on.workflow_call.inputs
	declared.required == true
	_ := declared["default"]
	message := sprintf("input %q is required, so that its default is never used", [name])
}

# An expression may become anything, and GitHub takes a boolean or number that is written as text.
fits(type, value) if {
	not type in {"boolean", "number"}
	value != {}
}

fits(_, value) if contains(value, "${{")

fits(_, "")

fits(_, null)

fits("boolean", value) if lower(sprintf("%v", [value])) in {"true", "false"}

fits("number", value) if is_number(value)

fits("number", value) if regex.match(`^-?[0-9.]+$`, value)
