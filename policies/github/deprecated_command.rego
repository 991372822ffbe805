# METADATA
# title: Script uses a workflow command that was taken back
# description: >-
#   Whatever a step prints could give these commands, so GitHub has switched two of them off and warns about the others. Files
#   have taken their place.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#environment-files
# custom:
#   kinds: [github/workflow, github/action]
#   level: warning
#   help: Write to the file that `$GITHUB_OUTPUT`, `$GITHUB_STATE`, `$GITHUB_ENV` or `$GITHUB_PATH` names.
#   equivalents:
#     actionlint: [deprecated-commands]
package waylint.rules.github.deprecated_command

import data.waylint.lib.github

deny contains {"at": script.at, "text": command, "message": message} if {
	some script in github.scripts
	some found in regex.find_all_string_submatch_n(`(?m)^[^#\n]*(::(set-output|save-state|set-env|add-path))( |::)`, script.text, -1)
	command := found[1]
	message := sprintf("%s is replaced by %s", [command, files[command]])
}

files := {
	"::set-output": "$GITHUB_OUTPUT",
	"::save-state": "$GITHUB_STATE",
	"::set-env": "$GITHUB_ENV",
	"::add-path": "$GITHUB_PATH",
}
