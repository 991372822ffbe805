# METADATA
# title: Script of an action has no shell
# description: >-
#   A workflow has a shell that its scripts take unless they name one; an action has none, and GitHub refuses to run it.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#runsstepsshell
# custom:
#   kinds: [github/action]
#   level: error
#   help: "Say which shell runs the script: `shell: bash` is on every runner of GitHub."
#   fix: safe
#   equivalents:
#     actionlint: [action]
#     ghalint: [action_shell_is_required]
package waylint.rules.github.shell_missing

import data.waylint.lib.github

deny contains {"at": step.at, "message": "the script has no `shell`", "fix": fix} if {
	some step in github.steps
	"run" in object.keys(step.node)
	not "shell" in object.keys(step.node)
	edit := {"op": "add", "at": array.concat(step.at, ["shell"]), "value": "bash"}
	fix := {"title": "Run it by bash", "safe": true, "edits": [edit]}
}
