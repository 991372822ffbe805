# METADATA
# title: Action is no longer maintained
# description: "Its repository is archived: nobody mends a fault in it, and its runtime ages."
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
# custom:
#   kinds: [github/workflow, github/action]
#   level: warning
#   help: Use what has taken its place.
#   equivalents:
#     actionlint: [action]
#     zizmor: [archived-uses]
package waylint.rules.github.action_archived

import data.waylint.lib.github

deny contains {"at": user.at, "message": message} if {
	some user in github.uses
	archived[github.repository(user.name)]
	message := sprintf("%s is archived", [user.written])
}

archived contains name if {
	some name in {
		"8398a7/action-slack", "actions/create-release", "actions/setup-elixir", "actions/setup-haskell", "actions/setup-ruby",
		"actions/upload-release-asset", "actions-rs/audit-check", "actions-rs/cargo", "actions-rs/clippy-check",
		"actions-rs/grcov", "actions-rs/install", "actions-rs/tarpaulin", "actions-rs/toolchain", "cirrus-actions/rebase",
		"contributor-assistant/github-action", "marvinpinto/action-automatic-releases", "sonarsource/sonarcloud-github-action",
		"google-github-actions/release-please-action", "tibdex/github-app-token",
	}
}
