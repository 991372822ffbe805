# METADATA
# title: Id of a step has signs that ids do not have
# description: >-
#   GitHub refuses ids with anything but letters, digits, `-` and `_`, or that begin with a digit or `-`.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsid
# custom:
#   kinds: [github/workflow, github/action]
#   level: error
#   help: Name it with letters, digits, `-` and `_`, a letter or `_` first.
#   equivalents:
#     actionlint: [id]
package waylint.rules.github.invalid_id

import data.waylint.lib.github

deny contains {"at": array.concat(step.at, ["id"]), "message": message} if {
	some step in github.steps
	is_string(step.node.id)
	not valid(step.node.id)
	message := sprintf("step id %q has signs that ids do not have", [step.node.id])
}

valid(id) if regex.match(`^[A-Za-z_][A-Za-z0-9_-]*$`, id)
