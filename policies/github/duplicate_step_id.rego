# METADATA
# title: Two steps have the same id
# description: GitHub refuses the workflow, since nobody could say whose outputs are meant. Case makes no difference.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsid
# custom:
#   kinds: [github/step]
#   level: error
#   help: Give each step of the job an id of its own.
#   equivalents:
#     actionlint: [id]
package waylint.rules.github.duplicate_step_id

import data.waylint.lib.github

deny contains {"at": array.concat(step.at, ["id"]), "message": message, "related": [related]} if {
	some step in github.steps
	is_string(step.node.id)
	first := [other |
		some other in github.beside(step.at)
		other.at < step.at
		lower(other.node.id) == lower(step.node.id)
	][0]
	message := sprintf("id %q is taken", [step.node.id])
	related := {"at": array.concat(first.at, ["id"]), "message": "it was first given here"}
}
