# METADATA
# title: Dependencies are updated the day they appear
# description: >-
#   Releases that were tampered with are mostly found within days. Who waits for a week does not get them.
# related_resources:
# - ref: https://docs.github.com/en/code-security/reference/supply-chain-security/dependabot-options-reference#cooldown-
# custom:
#   kinds: [github/dependabot]
#   level: note
#   help: Set `cooldown` with `default-days` of 7 or so; security updates do not wait for it.
#   fix: safe
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       days: {type: integer, minimum: 1, description: How long updates have to wait., default: 7}
#   equivalents:
#     zizmor: [dependabot-cooldown]
package waylint.rules.github.update_without_cooldown

deny contains {"at": place(index, update), "message": message, "fix": fix} if {
	some index, update in input.updates
	not update.cooldown["default-days"]
	message := sprintf("updates of %s have no cooldown", [update["package-ecosystem"]])
	fix := {"title": sprintf("Wait for %d days", [wanted]), "safe": true, "edits": [cooldown(index, update)]}
}

deny contains {"at": ["updates", index, "cooldown", "default-days"], "message": message, "fix": fix} if {
	some index, update in input.updates
	days := update.cooldown["default-days"]
	days < wanted
	message := sprintf("updates of %s wait for less than %d days", [update["package-ecosystem"], wanted])
	edit := {"op": "replace", "at": ["updates", index, "cooldown", "default-days"], "value": wanted}
	fix := {"title": sprintf("Wait for %d days", [wanted]), "safe": true, "edits": [edit]}
}

wanted := data.waylint.options["github/update-without-cooldown"].days

place(index, update) := ["updates", index, "cooldown"] if update.cooldown

place(index, update) := ["updates", index, "package-ecosystem"] if not update.cooldown

cooldown(index, update) := {"op": "add", "at": ["updates", index, "cooldown", "default-days"], "value": wanted} if update.cooldown

cooldown(index, update) := {"op": "add", "at": ["updates", index, "cooldown"], "value": {"default-days": wanted}} if not update.cooldown
