# METADATA
# title: Action has a replacement on the platform
# description: The platform names an action to use in the place of this one.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
# custom:
#   kinds: [github/workflow, github/action]
#   level: warning
#   help: Use the replacement.
#   fix: unsafe
#   platform: [actions]
package waylint.rules.github.action_replaced

import data.waylint.lib.github

deny contains object.union({"at": user.at, "message": message}, mended(user, replacement)) if {
	some user in github.uses
	some name, replacement in data.platform.actions.replace
	lower(name) in {user.name, concat("/", array.slice(split(user.name, "/"), 0, 2))}
	message := sprintf("%s is replaced by %s", [user.written, replacement])
}

# Another action may take other inputs.
mended(user, replacement) := {"fix": fix} if {
	contains(replacement, "@")
	fix := {"title": sprintf("Use %s", [replacement]), "safe": false, "edits": [github.use(user.at, replacement)]}
} else := {}
