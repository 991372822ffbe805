# METADATA
# title: Token of an app may do all that the app may
# description: >-
#   Unless it is told what it is for, the token has every right of the app, in every repository where it is installed.
# related_resources:
# - ref: https://github.com/actions/create-github-app-token#permission-permission-name
# custom:
#   kinds: [github/workflow, github/action]
#   level: note
#   help: Set `permission-…` for what the job does, and `repositories` where `owner` is set.
#   equivalents:
#     ghalint: [github_app_should_limit_repositories, github_app_should_limit_permissions]
#     zizmor: [github-app]
package waylint.rules.github.app_token_unlimited

import data.waylint.lib.github

deny contains {"at": user.at, "message": message} if {
	some user in app_tokens
	every name, _ in object.get(user.node, "with", {}) { not startswith(name, "permission-") }
	message := "the token has every right of the app"
}

deny contains {"at": array.concat(array.slice(user.at, 0, count(user.at) - 1), ["with", "owner"]), "message": message} if {
	some user in app_tokens
	user.node["with"].owner
	not user.node["with"].repositories
	message := "the token is good for all repositories of the owner"
}

deny contains {"at": user.at, "message": message} if {
	some user in github.uses
	user.name == "tibdex/github-app-token"
	not user.node["with"].permissions
	message := "the token has every right of the app"
}

app_tokens := [user | some user in github.uses; user.name == "actions/create-github-app-token"]
