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
#   help: Use what is recommended in its place.
#   equivalents:
#     zizmor: [misfeature]
package waylint.rules.github.misfeature_used

import data.waylint.lib.github

deny contains {"at": array.concat(step.at, ["shell"]), "message": message} if {
	some step in github.steps
	regex.match(`(?i)^cmd(\.exe)?(\s|$)`, step.node.shell)
	message := "cmd has neither error handling nor safe quoting, which pwsh and bash have"
}

deny contains {"at": array.concat(step.at, ["with", "pip-install"]), "message": message} if {
	some step in github.steps
	startswith(step.node.uses, "actions/setup-python@")
	step.node["with"]["pip-install"]
	message := "pip-install puts packages into the Python of the runner, where they meet those of others"
}
