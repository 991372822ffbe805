# METADATA
# title: Comparison can never hold
# description: >-
#   Values of different types become numbers before they are compared, and what is no number equals nothing. A boolean
#   input, for one, never equals the text `true`.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#operators
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: Compare values of the same type; a boolean needs no comparison.
#   equivalents:
#     actionlint: [expression]
package waylint.rules.github.pointless_comparison

import data.waylint.lib.github

deny contains {"at": found.at, "within": found.within, "message": message} if {
	some found in comparisons
	some position in [0, 1]
	[input_side, text_side] := [found.operands[position], found.operands[1 - position]]
	input_side.type == "reference"
	name := boolean_input(input_side.path)
	text_side.type == "literal"
	is_string(text_side.value)
	message := sprintf("input %q is a boolean, and never equals the text %q", [name, text_side.value])
}

deny contains {"at": found.at, "within": found.within, "message": message} if {
	some found in comparisons
	some position in [0, 1]
	[object_side, other] := [found.operands[position], found.operands[1 - position]]
	object_side.type == "reference"
	is_object_path(object_side.path)
	other.type == "literal"
	other.value != null
	message := sprintf("%s is an object, which equals no value", [object_side.text])
}

comparisons := [{"at": expression.at, "within": [node.from, node.to], "operands": operands} |
	some expression in github.expressions
	some node in expression.node.nodes
	node.operator in {"==", "!="}
	operands := [expression.node.nodes[index] | some index in node.operands]
]

# What the event holds are texts; the context keeps the type.
boolean_input(["inputs", name]) := name if {
	some event in ["workflow_dispatch", "workflow_call"]
	some written, declared in input.on[event].inputs
	lower(written) == name
	declared.type == "boolean"
	every other in ["workflow_dispatch", "workflow_call"] {
		same_type(other, written)
	}
}

same_type(event, name) if not input.on[event].inputs[name]

same_type(event, name) if input.on[event].inputs[name].type == "boolean"

is_object_path([context]) if context in {"github", "env", "steps", "needs", "job", "runner", "inputs"}

is_object_path(["github", "event"])
