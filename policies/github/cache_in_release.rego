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
#   fix: unsafe
#   equivalents:
#     codeql: [actions/cache-poisoning/direct-cache, actions/cache-poisoning/poisonable-step]
#     zizmor: [cache-poisoning]
package waylint.rules.github.cache_in_release

import data.waylint.lib.github

deny contains {"at": array.concat(step.at, ["uses"]), "message": message, "fix": fix} if {
	releases
	some step in github.steps
	what := caching(step.node)
	message := sprintf("%s uses a cache in a workflow that releases", [what])
	given := object.get(step.node, "with", {})
	removed := [{"op": "remove", "at": array.concat(step.at, ["with", name])} | some name in {"cache", "bundler-cache", "sccache"}; given[name]; not switches[what].cache == false]
	added := [{"op": "add", "at": array.concat(step.at, ["with", name]), "value": value} | some name, value in switches[what]]
	fix := {"title": "Do without the cache", "safe": false, "edits": array.concat(removed, added)}
}

# What an action is told to do without one.
switches := {
	"actions/cache": {"lookup-only": true},
	"actions/setup-go": {"cache": false},
	"actions/setup-node": {"package-manager-cache": false},
	"actions-rust-lang/setup-rust-toolchain": {"cache": false},
	"astral-sh/setup-uv": {"enable-cache": false},
	"docker/setup-buildx-action": {"cache-binary": false},
	"gradle/actions/setup-gradle": {"cache-disabled": true},
	"jdx/mise-action": {"cache": false},
	"mlugg/setup-zig": {"use-cache": false},
	"oven-sh/setup-bun": {"no-cache": true},
	"swatinem/rust-cache": {"lookup-only": true},
}

releases if "release" in github.events

releases if {
	some pattern in input.on.push.tags
	not startswith(pattern, "!")
}

releases if {
	some branch in input.on.push.branches
	regex.match(`^releases?([-/]|$)`, branch)
}

releases if {
	some user in github.uses
	regex.match(`^(softprops/action-gh-release|ncipollo/release-action|goreleaser/goreleaser-action|pypa/gh-action-pypi-publish|rubygems/release-gem|actions/create-release|svenstaro/upload-release-action|aws-actions/aws-cloudformation-github-deploy|cloudflare/(pages|wrangler)-action)$`, user.name)
}

releases if {
	some user in github.uses
	user.name == "docker/build-push-action"
	not object.get(user.node, ["with", "push"], false) in {false, "false"}
}

caching(step) := name if {
	name := lower(split(step.uses, "@")[0])
	name in {"actions/cache", "swatinem/rust-cache"}
	not step["with"]["lookup-only"] == true
}

# These have to be asked for one.
caching(step) := name if {
	name := lower(split(step.uses, "@")[0])
	field := asked_for[name]
	not object.get(step, ["with", field], false) in {false, "", "false"}
}

asked_for := {
	"actions/setup-dotnet": "cache",
	"actions/setup-java": "cache",
	"actions/setup-node": "cache",
	"actions/setup-python": "cache",
	"pyo3/maturin-action": "sccache",
	"ruby/setup-ruby": "bundler-cache",
}

# From its fifth version on it caches what `package.json` names, unless it is told not to.
caching(step) := name if {
	[written, version] := split(step.uses, "@")
	name := lower(written)
	name == "actions/setup-node"
	not regex.match(`^v[1-4](\.|$)`, version)
	given := object.get(step, "with", {})
	not object.get(given, "package-manager-cache", true) in {false, "false"}
}

caching(step) := name if {
	name := lower(split(step.uses, "@")[0])
	field := off_by[name]
	not object.get(step, ["with", field], false) in {true, "true"}
}

off_by := {"gradle/actions/setup-gradle": "cache-disabled", "oven-sh/setup-bun": "no-cache"}

# And these have to be asked for none.
caching(step) := name if {
	name := lower(split(step.uses, "@")[0])
	input_name := default_on[name]
	not object.get(object.get(step, "with", {}), input_name, true) in {false, "false"}
}

default_on := {
	"actions-rust-lang/setup-rust-toolchain": "cache",
	"actions/setup-go": "cache",
	"docker/setup-buildx-action": "cache-binary",
	"jdx/mise-action": "cache",
	"mlugg/setup-zig": "use-cache",
	"astral-sh/setup-uv": "enable-cache",
}
