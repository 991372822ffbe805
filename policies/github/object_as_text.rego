# METADATA
# title: Object becomes text
# description: An object where text is expected becomes the word `Object`, an array the word `Array`.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#operators
# custom:
#   kinds: [github/workflow, github/action]
#   level: warning
#   help: Name the property that is meant, or use `toJSON`.
#   equivalents:
#     actionlint: [expression]
package waylint.rules.github.object_as_text

import data.waylint.lib.github
import data.waylint.lib.github_facts

deny contains {"at": reference.at, "within": reference.within, "message": message} if {
	some reference in github.references
	is_object_path(reference.path)
	some key in ["run", "name", "env"]
	key in reference.at
	some expression in github.expressions
	expression.at == reference.at
	startswith(expression.node.text, "${{")
	some node in expression.node.nodes
	[node.from, node.to] == reference.within
	node.parent == null
	message := sprintf("%s is an object, of which only the word is left", [reference.text])
}

is_object_path([context]) if context in github_facts.contexts

is_object_path(["github", "event"])

is_object_path(["steps", _, "outputs"])

is_object_path(["needs", _, "outputs"])
