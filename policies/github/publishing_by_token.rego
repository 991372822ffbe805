# METADATA
# title: Package is published with a token that lasts
# description: >-
#   A token that is kept as a secret can be taken and used elsewhere. Registries that trust the workflow itself need
#   none.
# related_resources:
# - ref: https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-pypi
# - ref: https://docs.npmjs.com/trusted-publishers
# custom:
#   kinds: [github/workflow]
#   level: note
#   help: Let the registry trust the workflow, and grant `id-token` with `write`.
#   fix: unsafe
#   equivalents:
#     zizmor: [use-trusted-publishing]
package waylint.rules.github.publishing_by_token

import data.waylint.lib.github

deny contains object.union({"at": array.concat(step, ["with", field]), "message": message}, trusted(user, step, field)) if {
	some user in github.uses
	field := fields[user.name]
	step := array.slice(user.at, 0, count(user.at) - 1)
	user.node["with"][field]
	takes_trust(user.node["with"])
	message := sprintf("%s publishes with a token that lasts", [user.written])
}

deny contains {"at": command.at, "within": [command.node.from, command.node.to], "message": message} if {
	some command in github.commands
	publishes(command.node)
	token_given(command)
	message := sprintf("%s publishes with a token that lasts", [concat(" ", array.slice(command.node.words, 0, 2))])
}

fields := {"pypa/gh-action-pypi-publish": "password", "rubygems/release-gem": "token"}

# The registry has to be told of the workflow first.
trusted(user, step, field) := {"fix": {"title": "Publish without a token, once the registry trusts this workflow", "safe": false, "edits": edits}} if {
	given := user.node["with"]
	unneeded := {name | some name in {field, "user"}; given[name]}
	removed := [array.concat(step, ["with", name]) | some name in unneeded; count(given) > count(unneeded)]
	emptied := [array.concat(step, ["with"]) | count(given) == count(unneeded)]
	edits := array.concat([{"op": "remove", "at": at} | some at in array.concat(removed, emptied)], granted(step[1]))
} else := {}

# A job that says what it needs has nothing else.
granted(job) := [] if github.rights(["jobs", job])["id-token"] == "write"

granted(job) := [{"op": "add", "at": ["jobs", job, "permissions"], "value": object.union(needed, {"id-token": "write"})}] if {
	needed := object.get(input, "permissions", {"contents": "read"})
	is_object(needed)
	not needed["id-token"] == "write"
	not "permissions" in object.keys(input.jobs[job])
}

granted(job) := [{"op": "add", "at": ["jobs", job, "permissions", "id-token"], "value": "write"}] if {
	is_object(input.jobs[job].permissions)
	not input.jobs[job].permissions["id-token"] == "write"
}

# Other indexes than PyPI take tokens only.
takes_trust(given) if regex.match(`pypi\.org`, object.get(given, "repository-url", object.get(given, "repository_url", "pypi.org")))

publishes(command) if {
	command.name in {"npm", "pnpm", "yarn"}
	command.arguments[0] == "publish"
	not "--dry-run" in command.flags
}

publishes(command) if {
	command.name == "twine"
	command.arguments[0] == "upload"
}

publishes(command) if {
	command.name == "cargo"
	command.arguments[0] == "publish"
	not "--dry-run" in command.flags
}

publishes(command) if {
	command.name == "cargo"
	array.slice(command.arguments, 0, 2) == ["workspaces", "publish"]
	not "--dry-run" in command.flags
}

publishes(command) if {
	command.name == "gem"
	command.arguments[0] == "push"
}

token_given(command) if token_set(command.at)

# As an argument.
token_given(command) if {
	some reference in github.references
	reference.at == command.at
	reference.path[0] == "secrets"
	reference.within[0] >= command.node.from
	reference.within[1] <= command.node.to
}

token_set(at) if {
	some reference in github.references
	reference.at[count(reference.at) - 2] == "env"
	reference.path[0] == "secrets"
	reference.path[1] != "github_token"
	array.slice(reference.at, 0, count(reference.at) - 2) in [[], array.slice(at, 0, 2), array.slice(at, 0, 4), array.slice(at, 0, 6)]
	regex.match(`(?i)token|password|key`, reference.at[count(reference.at) - 1])
}
