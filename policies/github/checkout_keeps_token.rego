# METADATA
# title: Checkout leaves the token on the disk
# description: >-
#   Unless it is told otherwise, the token stays where every later step, and every artifact of the folder, can take it
#   along.
# related_resources:
# - ref: https://github.com/actions/checkout#usage
# custom:
#   kinds: [github/workflow, github/action]
#   level: note
#   help: "Set `persist-credentials: false`; a step that pushes gets the token by itself."
#   equivalents:
#     ghalint: [checkout_persist_credentials_should_be_false]
#     zizmor: [artipacked]
package waylint.rules.github.checkout_keeps_token

import data.waylint.lib.github

deny contains {"at": array.concat(step.at, ["uses"]), "message": message, "fix": fix} if {
	some step in github.steps
	startswith(lower(step.node.uses), "actions/checkout@")
	not "persist-credentials" in object.keys(object.get(step.node, "with", {}))
	not pushes(step.at)
	message := "the token stays on the disk"
	fix := {"title": "Do not keep the token", "safe": true, "edits": [edit(step)]}
}

edit(step) := {"op": "add", "at": array.concat(step.at, ["with", "persist-credentials"]), "value": false} if step.node["with"]

edit(step) := {"op": "add", "at": array.concat(step.at, ["with"]), "value": {"persist-credentials": false}} if not step.node["with"]

# Then somebody in the job needs it.
pushes(at) if {
	some script in github.scripts
	near(script.at, at)
	regex.match(`git\s+(-C\s+\S+\s+)?(push|fetch|pull|submodule|lfs|ls-remote|clone)\b|gh-pages|mike deploy`, script.text)
}

pushes(at) if {
	some user in github.uses
	near(user.at, at)
	regex.match(`create-pull-request|gh-pages|git-auto-commit|add-and-commit|github-push-action|semantic-release|release-please|changesets|auto-commit|github-pages-deploy|chart-releaser|backport|cherry-pick`, user.name)
}

near(at, other) if array.slice(at, 0, 2) == array.slice(other, 0, 2)
