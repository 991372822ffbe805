# METADATA
# title: What is released may come from a poisoned cache
# description: >-
#   Runs of the same branch share a cache. A run that was taken over can leave something in it that the release then
#   builds in.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/dependency-caching#restrictions-for-accessing-a-cache
# custom:
#   kinds: [github/workflow]
#   level: note
#   help: Build releases without a cache.
#   equivalents:
#     codeql: [actions/cache-poisoning/direct-cache, actions/cache-poisoning/poisonable-step]
#     zizmor: [cache-poisoning]
package waylint.rules.github.cache_in_release

import data.waylint.lib.github

deny contains {"at": array.concat(step.at, ["uses"]), "message": message} if {
	releases
	some step in github.steps
	what := caching(step.node)
	message := sprintf("%s uses a cache in a workflow that releases", [what])
}

releases if "release" in github.events

releases if {
	some pattern in input.on.push.tags
	not startswith(pattern, "!")
}

releases if {
	some branch in input.on.push.branches
	regex.match(`^releases?[-/]`, branch)
}

releases if {
	some user in github.uses
	regex.match(`^(softprops/action-gh-release|ncipollo/release-action|goreleaser/goreleaser-action|pypa/gh-action-pypi-publish|rubygems/release-gem|actions/create-release|svenstaro/upload-release-action)$`, user.name)
}

caching(step) := name if {
	name := lower(split(step.uses, "@")[0])
	name == "actions/cache"
	not step["with"]["lookup-only"] == true
}

# These have to be asked for one.
caching(step) := name if {
	name := lower(split(step.uses, "@")[0])
	name in {"actions/setup-node", "actions/setup-python", "actions/setup-java", "actions/setup-dotnet", "ruby/setup-ruby"}
	value := object.get(step["with"], "cache", object.get(step["with"], "bundler-cache", false))
	not value in {false, "", "false"}
}

# And these have to be asked for none.
caching(step) := name if {
	name := lower(split(step.uses, "@")[0])
	input_name := default_on[name]
	not object.get(object.get(step, "with", {}), input_name, true) in {false, "false"}
}

default_on := {
	"actions/setup-go": "cache",
	"docker/setup-buildx-action": "cache-binary",
	"jdx/mise-action": "cache",
	"astral-sh/setup-uv": "enable-cache",
}
