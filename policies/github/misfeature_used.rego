# METADATA
# title: Step uses what GitHub advises against
# description: >-
#   What these save today costs later: nobody else can follow the step, or it breaks with the next image of the
#   runner.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
# custom:
#   kinds: [github/workflow, github/action]
#   level: note
#   help: Use what the message names in its place.
#   fix: unsafe
#   equivalents:
#     zizmor: [misfeature]
package waylint.rules.github.misfeature_used

import data.waylint.lib.github

deny contains object.union({"at": array.concat(step.at, ["shell"]), "message": message}, by_another_shell(step)) if {
	some step in github.steps
	regex.match(`(?i)^cmd(\.exe)?(\s|$)`, step.node.shell)
	message := "cmd has neither error handling nor safe quoting, which pwsh and bash have"
}

deny contains {"at": array.concat(step.at, ["with", "pip-install"]), "message": message} if {
	some step in github.steps
	startswith(step.node.uses, "actions/setup-python@")
	step.node["with"]["pip-install"]
	message := "pip-install puts packages into the Python of the runner; a step of its own can use an environment of its own"
}

# Commands that mean the same to both: none of cmd's own, no variables, and nothing that joins them.
by_another_shell(step) := {"fix": {"title": "Run it by pwsh", "safe": false, "edits": [edit]}} if {
	every line in split(trim_space(step.node.run), "\n") {
		regex.match(`^[A-Za-z0-9_.:=\\/ -]*$`, line)
		not regex.match(`(?i)^\s*(assoc|call|copy|del|erase|exit|for|goto|if|md|mkdir|mklink|move|rd|rem|ren|rmdir|set|setlocal|start|type|xcopy)\b`, line)
	}
	edit := {"op": "replace", "at": array.concat(step.at, ["shell"]), "value": "pwsh"}
} else := {}
