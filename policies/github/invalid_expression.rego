# METADATA
# title: Expression cannot be read
# description: GitHub refuses a workflow as a whole if it cannot read one of its expressions.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
# custom:
#   kinds: [github/workflow, github/action]
#   level: error
#   help: "Write the expression as the language has it: text between single quotes, `&&` and `||`, `==`."
#   equivalents:
#     actionlint: [expression]
package waylint.rules.github.invalid_expression

import data.waylint.lib.github

deny contains {"at": expression.at, "within": [error.from, error.to], "message": error.message} if {
	some expression in github.expressions
	error := expression.node.error
}
