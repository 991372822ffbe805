# METADATA
# title: Checkout leaves a token that may write on the disk
# description: >-
#   Unless it is told otherwise, the token stays where every later step, and every artifact of the folder, can take it
#   along.
# related_resources:
# - ref: https://github.com/actions/checkout#usage
# custom:
#   kinds: [github/workflow, github/action]
#   level: note
#   help: "Set `persist-credentials: false`; a step that pushes gets the token by itself."
#   fix: safe
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       every:
#         type: boolean
#         description: Whether tokens that may only read, and those that a later step needs, are found as well.
#         default: false
#   equivalents:
#     ghalint: [checkout_persist_credentials_should_be_false]
#     zizmor: [artipacked]
package waylint.rules.github.checkout_keeps_token

import data.waylint.lib.github

deny contains {"at": array.concat(step.at, ["uses"]), "message": message, "fix": fix} if {
	some step in checkouts
	worth_taking(step)
	not pushes(step.at)
	fix := {"title": "Do not keep the token", "safe": nobody_pushes(step), "edits": [edit(step)]}
}

deny contains {"at": array.concat(step.at, ["uses"]), "message": message} if {
	data.waylint.options["github/checkout-keeps-token"].every
	some step in checkouts
	pushes(step.at)
}

message := "the token stays in `.git/config`, where every later step can read it"

checkouts := [step |
	some step in github.steps
	startswith(lower(step.node.uses), "actions/checkout@")
	not "persist-credentials" in object.keys(object.get(step.node, "with", {}))
]

worth_taking(_) if data.waylint.options["github/checkout-keeps-token"].every

worth_taking(step) if not github.rights(step.at)

worth_taking(step) if github.rights(step.at) == "write-all"

# The right to ask for an identity is not one of the token.
worth_taking(step) if {
	some scope, level in github.rights(step.at)
	level == "write"
	scope != "id-token"
}

worth_taking(step) if other_token(step)

# What the job's own token may read, it may have cost nothing to lose; another may do anything.
other_token(step) if step.node["with"]["ssh-key"]

other_token(step) if not regex.match(`github\.token|secrets\.GITHUB_TOKEN`, object.get(step.node, ["with", "token"], "github.token"))

# Without the right nothing that is not seen here, such as a script, can push.
nobody_pushes(step) if {
	is_object(github.rights(step.at))
	object.get(github.rights(step.at), "contents", "none") != "write"
	not other_token(step)
} else := false

edit(step) := {"op": "add", "at": array.concat(step.at, ["with", "persist-credentials"]), "value": false} if step.node["with"]

edit(step) := {"op": "add", "at": array.concat(step.at, ["with"]), "value": {"persist-credentials": false}} if not step.node["with"]

# Then somebody in the job needs it.
pushes(at) if array.slice(at, 0, 2) in pushing

pushing contains array.slice(script.at, 0, 2) if {
	some script in github.scripts
	regex.match(`git\s+(-C\s+\S+\s+)?(push|fetch|pull|submodule|lfs|ls-remote|clone)\b|gh-pages|mike deploy`, script.text)
}

pushing contains array.slice(user.at, 0, 2) if {
	some user in github.uses
	regex.match(`create-pull-request|gh-pages|git-auto-commit|add-and-commit|github-push-action|semantic-release|release-please|changesets|auto-commit|github-pages-deploy|chart-releaser|backport|cherry-pick`, user.name)
}
