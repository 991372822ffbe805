# METADATA
# title: Condition takes the last to act for the author
# description: >-
#   `github.actor` is whoever acted last. A stranger gets a bot to act on a pull request of theirs, and the condition
#   holds for their code.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#github-context
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: Ask for `github.event.pull_request.user.login`.
#   fix: unsafe
#   equivalents:
#     octoscan: [bot-check]
#     poutine: [confused_deputy_auto_merge]
#     zizmor: [bot-conditions]
package waylint.rules.github.spoofable_bot

import data.waylint.lib.github

deny contains object.union({"at": expression.at, "within": [node.from, node.to], "message": message, "fix": fix}, weight(expression)) if {
	# With `pull_request` a fork has no rights that the condition could give away.
	"pull_request_target" in github.events
	not only_opened
	some expression in github.expressions
	expression.at[count(expression.at) - 1] == "if"
	not safe(expression)
	some node in expression.node.nodes
	node.operator == "=="
	operands := [expression.node.nodes[index] | some index in node.operands]
	some position in [0, 1]
	operands[position].path in {["github", "actor"], ["github", "triggering_actor"], ["github", "event", "pull_request", "sender", "login"], ["github", "event", "sender", "login"]}
	endswith(operands[1 - position].value, "[bot]")
	message := sprintf("%s need not be the author", [operands[position].text])
	edit := {"op": "replace", "at": expression.at, "text": operands[position].text, "value": "github.event.pull_request.user.login"}
	fix := {"title": "Ask for the author", "safe": false, "edits": [edit]}
}

weight(expression) := {"level": "note"} if asked_later(expression) else := {}

# This action fails where the author is not Dependabot.
asked_later(expression) if {
	some step in github.beside(expression.at)
	startswith(step.node.uses, "dependabot/fetch-metadata@")
	not step.node["with"]["skip-verification"]
}

# A branch of the same repository comes from somebody who may write to it.
safe(expression) if {
	some node in expression.node.nodes
	node.operator == "=="
	paths := {expression.node.nodes[index].path | some index in node.operands}
	paths == {["github", "event", "pull_request", "head", "repo", "full_name"], ["github", "repository"]}
}

# The author is asked for as well.
safe(expression) if {
	some node in expression.node.nodes
	node.path in {["github", "event", "pull_request", "user", "login"], ["github", "event", "pull_request", "user", "id"]}
}

# Who opens a pull request is its author.
only_opened if {
	types := input.on.pull_request_target.types
	types in {"opened", ["opened"]}
}
