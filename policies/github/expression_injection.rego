# METADATA
# title: Script is put together from what strangers write
# description: >-
#   An expression in a script is replaced before the script runs. Who opens an issue or names a branch chooses that text, and
#   so runs commands with the workflow's token and secrets.
# related_resources:
# - ref: https://docs.github.com/en/actions/concepts/security/script-injections
# custom:
#   kinds: [github/workflow, github/action]
#   level: error
#   help: Set an environment variable of the step to the expression, and use the variable, in quotes, in the script.
#   equivalents:
#     actionlint: [expression]
#     checkov: [CKV_GHA_2]
#     kics: ["cicd/Run Block Injection", "cicd/Script Block Injection"]
#     poutine: [injection]
#     scorecard: [Dangerous-Workflow]
#     semgrep:
#     - yaml.github-actions.security.run-shell-injection.run-shell-injection
#     - yaml.github-actions.security.github-script-injection.github-script-injection
#     zizmor: [template-injection]
package waylint.rules.github.expression_injection

import data.waylint.lib.github

deny contains {"at": script.at, "text": expression, "message": message} if {
	some script in github.scripts | github.inline_code
	some expression in github.expressions(script.text)
	context := untrusted(expression)
	message := sprintf("%s goes into the script as code", [context])
}

# An environment variable does not help where an expression reads it.
deny contains {"at": script.at, "text": expression, "message": message} if {
	some script in github.scripts | github.inline_code
	some expression in github.expressions(script.text)
	name := regex.find_all_string_submatch_n(`^\$\{\{\s*env\.([A-Za-z0-9_]+)\s*\}\}$`, expression, 1)[0][1]
	value := [value | some env in environments(script.step); value := env[name]][0]
	some inner in github.expressions(value)
	context := untrusted(inner)
	message := sprintf("env.%s is %s, and goes into the script as code", [name, context])
}

# The nearest first.
environments(step) := [env |
	some holder in [step.node, input.jobs[step.at[1]], input]
	env := holder.env
]

environments(step) := [step.node.env] if not input.jobs

# The first part of an expression that a stranger chooses and that gets into its result.
untrusted(expression) := context if {
	compared := regex.replace(expression, `(?i)\b(contains|startswith|endswith|hashfiles)\([^()]*\)`, "")
	left := regex.replace(compared, `(?i)github\.[a-z_.*\[\]0-9-]+\s*(==|!=|&&)`, "")
	result := regex.replace(left, `(?i)(==|!=)\s*github\.[a-z_.*\[\]0-9-]+`, "")
	context := regex.find_n(contexts, result, 1)[0]
	possible(context)
}

contexts := concat("", [
	`(?i)\bgithub\.(head_ref\b|event\.(`,
	concat("|", [
		`issue\.(title|body)\b`,
		`pull_request\.(title|body|head\.(ref|label|repo\.default_branch))\b`,
		`(comment|review|review_comment)\.body\b`,
		`discussion\.(title|body)\b`,
		`(workflow_run\.)?head_commit\.(message|(author|committer)\.(name|email))\b`,
		`commits(\.\*|\[[^\]]*\])\.(message|(author|committer)\.(name|email))\b`,
		`pages(\.\*|\[[^\]]*\])\.page_name\b`,
		`workflow_run\.(head_branch|display_title)\b`,
	]),
	`))`,
])

# Outside pull requests these are empty.
possible(context) if not regex.match(`(?i)head_ref|pull_request`, context)

possible(_) if not input.on

possible(_) if {
	some event in github.events
	regex.match(`^(pull_request.*|workflow_call)$`, event)
}
