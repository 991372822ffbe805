# METADATA
# title: Expression or action is written so that it hides what it is
# description: >-
#   What could be a plain word is worked out, or a path goes round in circles: readers and searches miss it.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   kinds: [github/workflow, github/action]
#   level: note
#   help: Write the value itself.
#   fix: safe
#   equivalents:
#     zizmor: [obfuscation]
package waylint.rules.github.obscure_expression

import data.waylint.lib.github

deny contains {"at": expression.at, "within": [expression.node.from, expression.node.to], "message": message} if {
	some expression in github.expressions
	startswith(expression.node.text, "${{")
	not "if" in expression.at
	count(expression.node.nodes) > 0
	every node in expression.node.nodes { is_fixed(node) }
	message := sprintf("%s is always the same", [expression.node.text])
}

deny contains {"at": array.concat(user.at, ["uses"]), "message": message, "fix": fix} if {
	some user in array.concat(github.steps, github.jobs)
	regex.match(`[^.]/\./|//|/\.\./|/$`, split(trim_prefix(user.node.uses, "docker://"), "@")[0])
	not regex.match(`^([.$]/|docker:)`, user.node.uses)
	message := sprintf("%q goes round in circles", [user.node.uses])
	plain := regex.replace(regex.replace(regex.replace(user.node.uses, `[^/@]+/\.\./`, ""), `/(\./|/)+`, "/"), `/+(@|$)`, "$1")
	edit := {"op": "replace", "at": array.concat(user.at, ["uses"]), "value": plain}
	fix := {"title": sprintf("Write %s", [plain]), "safe": true, "edits": [edit]}
}

is_fixed(node) if node.type in {"literal", "operator"}

is_fixed(node) if {
	node.type == "call"
	node.name in {"format", "join", "contains", "startswith", "endswith", "tojson", "fromjson"}
}
