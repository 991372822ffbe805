# METADATA
# title: Action of others is not pinned to a commit
# description: >-
#   A branch moves, and so does a tag, unless the action's releases are immutable, which a workflow does not show. Whoever takes over
#   the action's repository then runs code in this workflow, with its token and its secrets. A commit stays what it is. Of a few
#   actions it is known that the releases are immutable, and the tag of a full version is a note.
# related_resources:
# - ref: https://docs.github.com/en/code-security/concepts/supply-chain-security/immutable-releases
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
# custom:
#   kinds: [github/workflow, github/action]
#   level: warning
#   help: Name the full commit, with the version as a comment behind it.
#   fix: safe
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       trusted:
#         type: array
#         items: {type: string}
#         description: >-
#           Owners, or owner/repository, whose tags are trusted. The SLSA generator works by tag only, and OSS-Fuzz by its branch.
#         default: [actions, github, google/oss-fuzz, slsa-framework/slsa-github-generator]
#   equivalents:
#     codeql: [actions/unpinned-tag]
#     ghalint: [action_ref_should_be_full_length_commit_sha]
#     kics: ["cicd/Unpinned Actions Full Length Commit SHA"]
#     poutine: [unpinnable_action]
#     scorecard: [Pinned-Dependencies]
#     semgrep: [yaml.github-actions.security.third-party-action-not-pinned-to-commit-sha.third-party-action-not-pinned-to-commit-sha]
#     sonar: ["githubactions:S7637"]
#     zizmor: [unpinned-uses]
package waylint.rules.github.action_unpinned

import data.waylint.lib.github
import data.waylint.lib.github_facts

deny contains object.union(object.union({"at": user.at, "message": message, "owner": github.repository(user.name)}, mended(user)), weight(user)) if {
	some user in github.uses
	not fixed(user)
	message := sprintf("%s is named by %q, not by a commit", [user.written, user.version])
}

weight(user) := {"level": "note"} if immutable(user) else := {}

# The platform's word goes before what is known.
immutable(user) if {
	not nearest(user.name)
	first := github_facts.immutable_actions[github.repository(user.name)]
	version := regex.find_all_string_submatch_n(`^v?([0-9]+)\.([0-9]+)\.([0-9]+)$`, user.version, 1)[0]
	[to_number(part) | some part in array.slice(version, 1, 4)] >= first
}

# To the commit that the platform names for the version.
mended(user) := {"fix": fix} if {
	uses := sprintf("%s@%s", [user.written, user.version])
	github.commit(uses)
	fix := {"title": sprintf("Pin it to the commit of %s", [user.version]), "safe": true, "edits": [github.use(user.at, uses)]}
} else := {}

fixed(user) if regex.match(`^([0-9a-f]{40}|[0-9a-f]{64})$`, user.version)

fixed(user) if {
	wanted(user.name) == "tag"
	regex.match(`^v?[0-9]+(\.[0-9]+)*([-+.][0-9A-Za-z.-]+)?$`, user.version)
}

fixed(user) if wanted(user.name) == "branch"

# What the platform says of the action, the longest pattern first; else owners that are trusted may name anything.
wanted(name) := data.platform.actions.pin[pattern] if {
	pattern := nearest(name)
} else := "branch" if {
	some known in data.waylint.options["github/action-unpinned"].trusted
	startswith(sprintf("%s/", [name]), lower(sprintf("%s/", [known])))
} else := "commit"

nearest(name) := pattern if {
	matching := [[count(pattern), pattern] |
		some pattern, _ in data.platform.actions.pin
		matches(lower(pattern), name)
	]
	[_, pattern] := sort(matching)[count(matching) - 1]
}

matches(pattern, name) if glob.match(pattern, ["/"], name)

matches(pattern, name) if glob.match(pattern, ["/"], github.repository(name))
