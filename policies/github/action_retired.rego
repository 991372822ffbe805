# METADATA
# title: Version of an action no longer works
# description: These versions talk to services that GitHub has switched off, so the step fails.
# related_resources:
# - ref: https://github.blog/changelog/2024-04-16-deprecation-notice-v3-of-the-artifact-actions/
# - ref: https://github.blog/changelog/2024-12-05-notice-of-upcoming-releases-and-breaking-changes-for-github-actions/
# custom:
#   kinds: [github/workflow, github/action]
#   level: error
#   help: Use a newer major version, and read what has changed in it.
#   equivalents:
#     actionlint: [action]
package waylint.rules.github.action_retired

import data.waylint.lib.github

deny contains {"at": user.at, "message": message} if {
	some user in github.uses
	last := dead[user.name]
	major(user.version) <= last
	message := sprintf("%s@%s was switched off", [user.written, user.version])
}

# The last major version of each that fails.
dead := {
	"actions/cache": 2,
	"actions/cache/restore": 2,
	"actions/cache/save": 2,
	"actions/download-artifact": 3,
	"actions/upload-artifact": 3,
	"actions/upload-pages-artifact": 2,
	"actions/deploy-pages": 3,
	"github/codeql-action/analyze": 1,
	"github/codeql-action/autobuild": 1,
	"github/codeql-action/init": 1,
	"github/codeql-action/upload-sarif": 1,
}

major(version) := to_number(regex.find_all_string_submatch_n(`^v?([0-9]+)(\.|$)`, version, 1)[0][1])
