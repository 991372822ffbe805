# METADATA
# title: Action does what the runner has a command for
# description: >-
#   Each action of others is code to trust and to keep up to date. A command of the runner needs neither.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
# custom:
#   kinds: [github/workflow, github/action]
#   level: note
#   help: Use the command in a step of its own.
#   equivalents:
#     zizmor: [superfluous-actions]
package waylint.rules.github.action_superfluous

import data.waylint.lib.github

deny contains {"at": user.at, "message": message} if {
	some user in github.uses
	command := commands[user.name]
	message := sprintf("%s does what `%s` does", [user.written, command])
}

# https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-github-cli
commands := {
	"actions/create-release": "gh release create",
	"actions/upload-release-asset": "gh release upload",
	"addnab/docker-run-action": "docker run",
	"dtolnay/rust-toolchain": "rustup",
	"juliangruber/approve-pull-request-action": "gh pr review --approve",
	"hmarr/auto-approve-action": "gh pr review --approve",
	"jwalton/gh-find-current-pr": "gh pr view",
	"ncipollo/release-action": "gh release",
	"peter-evans/create-or-update-comment": "gh issue comment",
	"peter-evans/create-pull-request": "gh pr create",
	"softprops/action-gh-release": "gh release",
	"svenstaro/upload-release-action": "gh release upload",
	"actions-ecosystem/action-add-labels": "gh issue edit --add-label",
	"actions-ecosystem/action-remove-labels": "gh issue edit --remove-label",
	"peter-evans/enable-pull-request-automerge": "gh pr merge --auto",
}
