# METADATA
# title: What strangers write gets into the environment of all later steps
# description: >-
#   A line in the file is a variable, such as `LD_PRELOAD` or `NODE_OPTIONS`, or a folder of programs. Whoever chooses
#   the text, or a line break in it, runs code with the token of the job.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#good-practices-for-mitigating-script-injection-attacks
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#environment-files
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: Hand the value on as an output of the step, or check it before it is written.
#   equivalents:
#     codeql: [actions/envvar-injection/critical, actions/envpath-injection/critical]
#     octoscan: [dangerous-write]
#     zizmor: [github-env]
package waylint.rules.github.environment_file_injection

import data.waylint.lib.github

deny contains {"at": command.at, "within": [command.node.from, command.node.to], "message": message} if {
	events := github.events & {"pull_request_target", "workflow_run"}
	count(events) > 0
	some command in github.commands
	some redirect in command.node.redirects
	file := regex.find_n(`GITHUB_(ENV|PATH)\b`, redirect.target, 1)[0]
	some word in array.slice(command.node.words, 1, 1000)
	changing(word)
	message := sprintf("%s gets a text that is not fixed, on %s", [file, concat(", ", events)])
}

changing(word) if contains(word, "`")

changing(word) if {
	plain := regex.replace(word, `\$\{?(GITHUB_(WORKSPACE|SHA|RUN_ID|RUN_NUMBER|REPOSITORY|ACTION_PATH)|RUNNER_[A-Z]+|HOME|PWD|PATH)\b\}?`, "")
	fixed := regex.replace(plain, `\$\{\{\s*(github\.(sha|workspace|run_id|run_number|repository|event\.[a-z_.]*(number|id|sha))|runner\.[a-z_]+)\s*\}\}`, "")
	contains(fixed, "$")
}
