# METADATA
# title: What strangers write gets into the environment of all later steps
# description: >-
#   A line in the file is a variable, such as `LD_PRELOAD` or `NODE_OPTIONS`, or a folder of programs. Whoever chooses
#   the text, or a line break in it, runs code with the token of the job.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#good-practices-for-mitigating-script-injection-attacks
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#environment-files
# custom:
#   kinds: [github/workflow, github/action]
#   level: note
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
	changing(without_fixed(command.at, word))
	message := sprintf("%s gets a text that is not fixed, on %s", [file, concat(", ", events)])
}

# An action does not know who calls it, and with what.
deny contains {"at": command.at, "within": [command.node.from, command.node.to], "message": message} if {
	input.runs
	some command in github.commands
	some redirect in command.node.redirects
	file := regex.find_n(`GITHUB_(ENV|PATH)\b`, redirect.target, 1)[0]
	some reference in github.references
	reference.at == command.at
	reference.within[0] >= command.node.from
	reference.within[1] <= command.node.to
	reference.path[0] == "inputs"
	message := sprintf("%s gets %s, whatever the caller puts into it", [file, reference.text])
}

# It may go through a variable of the step or of the script.
deny contains {"at": command.at, "within": [command.node.from, command.node.to], "message": message} if {
	input.runs
	some command in github.commands
	some redirect in command.node.redirects
	file := regex.find_n(`GITHUB_(ENV|PATH)\b`, redirect.target, 1)[0]
	given := {sprintf("$%s", [name]) |
		some name in of_step(command.at) | of_script(command.at)
		some word in array.slice(command.node.words, 1, 1000)
		holds(word, name)
	}
	count(given) > 0
	message := sprintf("%s gets %s, whatever the caller puts into it", [file, concat(", ", given)])
}

of_step(at) := {name | some name, value in github.step_at(at).env; regex.match(callers, value)}

of_script(at) := {found[1] |
	some script in github.scripts
	script.at == at
	some found in regex.find_all_string_submatch_n(`(?m)^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$`, script.text, -1)
	from_caller(at, found[2])
}

from_caller(_, value) if regex.match(callers, value)

from_caller(at, value) if {
	some name in of_step(at)
	holds(value, name)
}

callers := `\$\{\{\s*inputs\.`

holds(text, name) if regex.match(sprintf(`\$(%s\b|\{%s\b)`, [name, name]), text)

# Variables that the same script sets to a number, a commit and the like.
without_fixed(at, word) := strings.replace_n({variable: "" | some name in fixed_names(at); some variable in {sprintf("$%s", [name]), sprintf("${%s}", [name])}}, word)

fixed_names(at) := {found[1] |
	some script in github.scripts
	script.at == at
	some found in regex.find_all_string_submatch_n(sprintf(`(?m)^\s*([A-Za-z_][A-Za-z0-9_]*)=["']?\$\{\{\s*%s\s*\}\}["']?\s*$`, [fixed_context]), script.text, -1)
}

fixed_context := `(?:github\.(?:sha|workspace|run_id|run_number|repository|event\.[a-z_.]*(?:number|id|sha))|runner\.[a-z_]+)`

changing(word) if contains(word, "`")

changing(word) if {
	plain := regex.replace(word, `\$\{?(GITHUB_(WORKSPACE|SHA|RUN_ID|RUN_NUMBER|REPOSITORY|ACTION_PATH)|RUNNER_[A-Z]+|HOME|PWD|PATH)\b\}?`, "")
	fixed := regex.replace(plain, sprintf(`\$\{\{\s*%s\s*\}\}`, [fixed_context]), "")
	contains(fixed, "$")
}
