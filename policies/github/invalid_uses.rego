# METADATA
# title: Action is not named as actions are
# description: >-
#   GitHub refuses a step whose action is neither `owner/repository@version`, a folder that begins with `./`, nor an
#   image.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses
# custom:
#   kinds: [github/workflow, github/action]
#   level: error
#   help: Name the action as `owner/repository@version`, or as a folder that begins with `./`.
#   equivalents:
#     actionlint: [action]
package waylint.rules.github.invalid_uses

import data.waylint.lib.github

deny contains {"at": array.concat(user.at, ["uses"]), "message": message} if {
	some user in array.concat(github.steps, github.jobs)
	is_string(user.node.uses)
	not regex.match(`^(\./|\.\./|\$/|docker://)|\$\{\{|^\.$`, user.node.uses)
	not regex.match(`^[A-Za-z0-9_.-]+/[A-Za-z0-9_./-]+@.+$`, user.node.uses)
	message := sprintf("%q names no action", [user.node.uses])
}
