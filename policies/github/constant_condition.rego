# METADATA
# title: Condition is always the same
# description: A condition of nothing but a constant either does nothing, or switches off what could be removed.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idif
# custom:
#   kinds: [github/workflow, github/action]
#   level: note
#   help: Remove the condition, or what it switches off.
#   equivalents:
#     actionlint: [if-cond]
package waylint.rules.github.constant_condition

import data.waylint.lib.github

deny contains {"at": expression.at, "message": message} if {
	some expression in github.expressions
	expression.at[count(expression.at) - 1] == "if"
	nodes := expression.node.nodes
	count(nodes) > 0
	every node in nodes { is_fixed(node) }
	message := sprintf("the condition %s never changes", [expression.node.text])
}

deny contains {"at": array.concat(part.at, ["if"]), "message": message} if {
	some part in array.concat(github.jobs, github.steps)
	is_boolean(part.node["if"])
	message := sprintf("the condition %v never changes", [part.node["if"]])
}

is_fixed(node) if node.type in {"literal", "operator"}

is_fixed(node) if {
	node.type == "call"
	node.name in {"contains", "endswith", "format", "fromjson", "join", "startswith", "tojson"}
}
