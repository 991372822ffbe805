# METADATA
# title: Expression refers to an input that is not declared
# description: An input that neither the workflow nor the action declares is empty, and nobody is told.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#inputs-context
# custom:
#   kinds: [github/workflow, github/action]
#   level: warning
#   help: Declare the input, or name one that is.
#   equivalents:
#     actionlint: [expression]
package waylint.rules.github.unknown_input

import data.waylint.lib.github

# Once for all of a value, such as a script.
deny contains object.union({"at": at, "within": within, "message": message}, weight(at)) if {
	some [at, name] in {[use.at, use.name] | some use in lost}
	within := min({use.within | some use in lost; [use.at, use.name] == [at, name]})
	message := sprintf("there is no input %q", [name])
}

lost := [{"at": reference.at, "within": reference.within, "name": name} |
	some reference in github.references
	name := wanted(reference.path)
	is_name(name)
	not name in declared
	not does_without(reference, name)
]

# One that is computed is null.
is_name(name) if {
	is_string(name)
	name != "*"
}

wanted(["inputs", name]) := name

wanted(["github", "event", "inputs", name]) := name if "workflow_dispatch" in github.events

declared contains lower(name) if some name, _ in input.inputs

declared contains lower(name) if some name, _ in input.on.workflow_call.inputs

declared contains lower(name) if some name, _ in input.on.workflow_dispatch.inputs

# A step that stands in several workflows asks for the input, or has another value; unless a letter is wrong.
does_without(reference, name) if {
	some expression in github.expressions
	expression.at == reference.at
	some node in expression.node.nodes
	[node.from, node.to] == reference.within
	expression.node.nodes[node.parent].operator in {"==", "!=", "||"}
	every other in declared { not github.misspelt(other, name) }
}

# A name is shown and nothing else. An expression without text in it keeps GitHub from adding the values of the matrix.
weight(at) := {"level": "note"} if is_shown(at) else := {}

is_shown(["run-name"])

is_shown(["jobs", _, "name"])

is_shown(["jobs", _, "steps", _, "name"])

is_shown(["runs", "steps", _, "name"])
