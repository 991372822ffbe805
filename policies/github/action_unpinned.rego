# METADATA
# title: Action of others is not pinned to a commit
# description: >-
#   Tags and branches can be moved. Whoever takes over the action's repository then runs code in this workflow, with its token
#   and its secrets.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
# custom:
#   kinds: [github/workflow, github/action]
#   level: warning
#   help: Name the full commit, with the version as a comment behind it.
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       trusted:
#         type: array
#         items: {type: string}
#         description: >-
#           Owners, or owner/repository, whose tags are trusted. The SLSA generator works by tag only.
#         default: [actions, github, slsa-framework/slsa-github-generator]
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

deny contains {"at": array.concat(user.at, ["uses"]), "message": message} if {
	some user in array.concat(github.steps, github.jobs)
	parts := split(user.node.uses, "@")
	count(parts) == 2
	not regex.match(`^(\.|docker:)`, parts[0])
	not regex.match(`^([0-9a-f]{40}|[0-9a-f]{64})$`, parts[1])
	not trusted(parts[0])
	message := sprintf("%s is pinned to %q, which can be moved", [parts[0], parts[1]])
}

trusted(name) if {
	some known in data.waylint.options["github/action-unpinned"].trusted
	startswith(lower(sprintf("%s/", [name])), lower(sprintf("%s/", [known])))
}
