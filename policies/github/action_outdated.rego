# METADATA
# title: Action needs a Node.js that runners no longer have
# description: Versions made for Node.js 12 or 16 are forced onto a newer one, for which nobody has tested them.
# related_resources:
# - ref: https://github.blog/changelog/2024-09-25-end-of-life-for-actions-node16/
# custom:
#   kinds: [github/workflow, github/action]
#   level: warning
#   help: Use a newer major version of the action.
#   fix: safe
#   equivalents:
#     actionlint: [action]
package waylint.rules.github.action_outdated

import data.waylint.lib.github
import data.waylint.lib.github_facts

deny contains object.union({"at": user.at, "message": message}, mended(user, last)) if {
	some user in github.uses
	last := outdated[user.name]
	github.major(user.version) <= last
	not is_retired(user)
	message := fault_of(user)
}

# What is switched off is `github/action-retired`'s.
is_retired(user) if github.major(user.version) <= github_facts.retired_actions[user.name]

fault_of(user) := sprintf("%s@%s was made for a Node.js that is gone", [user.written, user.version]) if not is_plugin(user)

fault_of(user) := sprintf("%s@%s is a part of the runner that nobody mends", [user.written, user.version]) if is_plugin(user)

# It is no program of its own.
is_plugin(user) if {
	user.name == "actions/checkout"
	github.major(user.version) == 1
}

# The first version for a newer one. It is safe where nothing else has changed.
mended(user, last) := {"fix": fix} if {
	not user.name in without_successor
	next := sprintf("%s@v%d", [user.written, last + 1])
	fix := {"title": sprintf("Use %s", [next]), "safe": is_runtime_alone(user, last), "edits": [{"op": "replace", "at": user.at, "value": next}]}
} else := {}

is_runtime_alone(user, last) if {
	user.name in runtime_alone
	github.major(user.version) == last
} else := false

runtime_alone := {
	"actions/cache", "actions/checkout", "actions/dependency-review-action", "actions/github-script", "actions/setup-dotnet",
	"actions/setup-go", "actions/setup-java", "actions/setup-node", "actions/setup-python", "docker/login-action",
	"docker/setup-buildx-action", "docker/setup-qemu-action",
}

without_successor := {
	"actions/first-interaction", "haskell/actions/setup",
}

# What is archived is `github/action-archived`'s.
# The last major version of each that is made for Node.js 16 or older, as the `action.yml` of its tags says.
outdated := {
	"actions/cache": 3,
	"actions/checkout": 3,
	"actions/configure-pages": 3,
	"actions/delete-package-versions": 4,
	"actions/dependency-review-action": 3,
	"actions/first-interaction": 1,
	"actions/github-script": 6,
	"actions/labeler": 4,
	"actions/setup-dotnet": 3,
	"actions/setup-go": 4,
	"actions/setup-java": 3,
	"actions/setup-node": 3,
	"actions/setup-python": 4,
	"actions/stale": 8,
	"github/codeql-action/analyze": 2,
	"github/codeql-action/autobuild": 2,
	"github/codeql-action/init": 2,
	"github/codeql-action/upload-sarif": 2,
	"aws-actions/amazon-ecr-login": 1,
	"aws-actions/configure-aws-credentials": 3,
	"azure/login": 1,
	"azure/setup-helm": 3,
	"azure/setup-kubectl": 3,
	"codecov/codecov-action": 3,
	"dawidd6/action-download-artifact": 2,
	"dessant/lock-threads": 4,
	"docker/build-push-action": 4,
	"docker/login-action": 2,
	"docker/metadata-action": 4,
	"docker/setup-buildx-action": 2,
	"docker/setup-qemu-action": 2,
	"dorny/paths-filter": 2,
	"google-github-actions/auth": 1,
	"google-github-actions/setup-gcloud": 1,
	"goreleaser/goreleaser-action": 4,
	"gradle/wrapper-validation-action": 1,
	"hashicorp/setup-terraform": 2,
	"haskell/actions/setup": 2,
	"peter-evans/create-or-update-comment": 3,
	"peter-evans/create-pull-request": 5,
	"peter-evans/repository-dispatch": 2,
	"peaceiris/actions-gh-pages": 3,
	"release-drafter/release-drafter": 5,
	"softprops/action-gh-release": 1,
	"golangci/golangci-lint-action": 3,
	"swatinem/rust-cache": 1,
}
