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
import data.waylint.lib.github_facts

deny contains {"at": user.at, "message": message} if {
	some user in github.uses
	github.major(user.version) <= github_facts.retired_actions[user.name]
	message := sprintf("%s@%s was switched off", [user.written, user.version])
}
