# METADATA
# title: Condition is always true
# description: >-
#   Where `if` has text around its `${{ }}`, a line end included, the result is a text that is not empty, and so true
#   whatever the expression says.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idif
# custom:
#   kinds: [github/workflow, github/action]
#   level: error
#   help: Leave `${{ }}` out, or put the whole condition into one; end a block with `|-` or `>-`.
#   fix: safe
#   equivalents:
#     actionlint: [if-cond]
#     codeql: [actions/if-expression-always-true/critical, actions/if-expression-always-true/high]
#     poutine: [if_always_true]
#     zizmor: [unsound-condition]
package waylint.rules.github.condition_always_true

import data.waylint.lib.github

deny contains {"at": array.concat(part.at, ["if"]), "message": message, "fix": fix} if {
	some part in array.concat(github.jobs, github.steps)
	condition := part.node["if"]
	is_string(condition)
	contains(condition, "${{")
	not regex.match(`^\$\{\{[\s\S]*\}\}$`, condition)
	message := "text around the expression makes the condition always true"
	fix := mended(part.at, condition)
}

deny contains {"at": array.concat(part.at, ["if"]), "message": message, "fix": fix} if {
	some part in array.concat(github.jobs, github.steps)
	condition := part.node["if"]
	is_string(condition)
	regex.match(`^\$\{\{[\s\S]*\}\}$`, condition)
	regex.match(`\}\}[\s\S]*\$\{\{`, condition)
	message := "text around the expression makes the condition always true"
	fix := mended(part.at, condition)
}

# Conditions need no braces. What they held is put into brackets, if something stands beside it.
mended(at, condition) := fix if {
	whole := trim_space(condition)
	regex.match(`^\$\{\{[^{}]*\}\}$`, whole)
	value := trim_space(trim_suffix(trim_prefix(whole, "${{"), "}}"))
	fix := edited(at, value)
}

mended(at, condition) := fix if {
	whole := trim_space(condition)
	not regex.match(`^\$\{\{[^{}]*\}\}$`, whole)
	value := regex.replace(whole, `\$\{\{\s*([^{}]*?)\s*\}\}`, "($1)")
	fix := edited(at, value)
}

edited(at, value) := {
	"title": "Leave the braces out",
	"safe": true,
	"edits": [{"op": "replace", "at": array.concat(at, ["if"]), "value": value}],
}
