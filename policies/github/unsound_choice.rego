# METADATA
# title: Choice can never yield its second value
# description: "`a && b || c` is `c` also where `a` holds, if `b` is empty, zero or false."
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#operators
# custom:
#   kinds: [github/workflow, github/action]
#   level: warning
#   help: Turn the condition round, so that the value that may be empty comes last.
#   equivalents:
#     zizmor: [unsound-ternary]
package waylint.rules.github.unsound_choice

import data.waylint.lib.github

deny contains {"at": expression.at, "within": [node.from, node.to], "message": message} if {
	some expression in github.expressions
	some node in expression.node.nodes
	node.operator == "||"
	both := expression.node.nodes[node.operands[0]]
	both.operator == "&&"
	chosen := expression.node.nodes[both.operands[1]]
	chosen.type == "literal"
	chosen.value in {"", 0, false, null}
	expression.node.nodes[node.operands[1]].type != "operator"
	message := sprintf("%s is never chosen", [chosen.text])
}
