# METADATA
# title: Action is not one the platform allows
# description: An action runs with the token and the secrets of the job, so the platform says whose may be used.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
# custom:
#   kinds: [github/workflow, github/action]
#   level: error
#   help: Use an action that is allowed, or ask for this one.
#   platform: [actions]
#   equivalents:
#     octoscan: [dangerous-action]
#     poutine: [github_action_from_unverified_creator_used]
#     zizmor: [forbidden-uses]
package waylint.rules.github.action_not_allowed

import data.waylint.lib.github

deny contains {"at": user.at, "message": message} if {
	some user in github.uses
	allowed := data.platform.actions.allow
	every pattern in allowed { not matches(pattern, user.name) }
	message := sprintf("%s is not allowed", [user.written])
}

deny contains {"at": user.at, "message": message} if {
	some user in github.uses
	some pattern in data.platform.actions.deny
	matches(pattern, user.name)
	message := sprintf("%s is denied", [user.written])
}

# An entry stands for the repository and all actions in it.
matches(pattern, name) if glob.match(lower(pattern), ["/"], concat("/", array.slice(split(name, "/"), 0, 2)))

matches(pattern, name) if glob.match(lower(pattern), ["/"], name)
