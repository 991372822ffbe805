# METADATA
# title: Part of a secret is not masked in the log
# description: >-
#   Only the whole text of a secret is made unreadable. What is taken out of it as JSON stands in the log in plain
#   text.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#using-secrets
# custom:
#   kinds: [github/workflow, github/action]
#   level: warning
#   help: Keep each value as a secret of its own.
#   equivalents:
#     codeql: [actions/unmasked-secret-exposure]
#     zizmor: [unredacted-secrets]
package waylint.rules.github.part_of_secret

import data.waylint.lib.github

deny contains {"at": expression.at, "within": [node.from, node.to], "message": message} if {
	some expression in github.expressions
	some node in expression.node.nodes
	node.name == "fromjson"
	some index in node.arguments
	["secrets", name] = expression.node.nodes[index].path
	message := sprintf("parts of secret %q are not masked", [name])
}
