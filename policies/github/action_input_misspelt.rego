# METADATA
# title: Input of an action is written otherwise than the action has it
# description: An action leaves out an input that it does not know, with a warning that nobody reads.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepswith
# custom:
#   kinds: [github/workflow, github/action]
#   level: warning
#   help: Write the input as the action has it.
#   fix: safe
#   equivalents:
#     actionlint: [action]
package waylint.rules.github.action_input_misspelt

import data.waylint.lib.github

deny contains object.union({"at": array.concat(given_to(user), [given]), "message": message}, renamed(user, given, name)) if {
	some user in github.uses
	known := inputs[user.name]
	some given, _ in user.node["with"]
	not lower(given) in {lower(name) | some name in known}
	some name in known
	plain(name) == plain(given)
	message := sprintf("%s has %q, not %q", [user.written, name, given])
}

# One that the action had before.
deny contains object.union({"at": array.concat(given_to(user), [given]), "message": message}, replaced(user, given, gone[user.name][given])) if {
	some user in github.uses
	some given, _ in user.node["with"]
	to_number(regex.find_all_string_submatch_n(`^v([0-9]+)(\.|$)`, user.version, 1)[0][1]) >= gone[user.name][given].since
	message := sprintf("%s has had no input %q since v%d", [user.written, given, gone[user.name][given].since])
}

deny contains {"at": user.at, "message": message} if {
	some user in github.uses
	some name in needed[user.name]
	not name in {lower(given) | some given, _ in object.get(user.node, "with", {})}
	message := sprintf("%s needs the input %q", [user.written, name])
}

given_to(user) := array.concat(array.slice(user.at, 0, count(user.at) - 1), ["with"])

# The action has left it out until now.
renamed(user, given, name) := {"fix": {"title": sprintf("Write `%s`", [name]), "safe": false, "edits": [edit]}} if {
	not name in object.keys(user.node["with"])
	edit := {"op": "rename", "at": array.concat(given_to(user), [given]), "value": name}
} else := {}

replaced(user, given, change) := renamed(user, given, change.now) if change.now

replaced(user, given, change) := {"fix": {"title": "Remove it", "safe": true, "edits": [{"op": "remove", "at": at}]}} if {
	not change.now
	at := array.concat(given_to(user), [part | some part in [given]; count(user.node["with"]) > 1])
}

# Inputs that actions no longer have, with the first major version without them, as their release notes say.
gone := {
	"actions/setup-node": {"always-auth": {"since": 6}},
	"codecov/codecov-action": {"file": {"since": 6, "now": "files"}},
	"docker/setup-buildx-action": {"install": {"since": 4}},
	"release-drafter/release-drafter": {"disable-autolabeler": {"since": 7}},
}

plain(name) := trim_suffix(regex.replace(lower(name), `[-_]`, ""), "s")

needed := {
	"actions/cache": {"path", "key"},
	"actions/cache/restore": {"path", "key"},
	"actions/cache/save": {"path", "key"},
	"actions/github-script": {"script"},
	"actions/upload-artifact": {"path"},
}

# What actions take, from their own `action.yml`. A name that is missing here is let through.
inputs := {
	"actions/cache": {"path", "key", "restore-keys", "upload-chunk-size", "enableCrossOsArchive", "fail-on-cache-miss", "lookup-only", "save-always"},
	"actions/checkout": {
		"repository", "ref", "token", "ssh-key", "ssh-known-hosts", "ssh-strict", "ssh-user", "persist-credentials", "path",
		"clean", "filter", "sparse-checkout", "sparse-checkout-cone-mode", "fetch-depth", "fetch-tags", "show-progress",
		"lfs", "submodules", "set-safe-directory", "github-server-url",
	},
	"actions/download-artifact": {"name", "artifact-ids", "path", "pattern", "merge-multiple", "github-token", "repository", "run-id"},
	"actions/github-script": {
		"script", "github-token", "debug", "user-agent", "previews", "result-encoding", "retries",
		"retry-exempt-status-codes", "base-url",
	},
	"actions/setup-go": {"go-version", "go-version-file", "check-latest", "token", "cache", "cache-dependency-path", "architecture"},
	"actions/setup-java": {
		"java-version", "java-version-file", "distribution", "java-package", "architecture", "jdk-file", "jdkFile",
		"check-latest", "server-id", "server-username", "server-password", "settings-path", "overwrite-settings",
		"gpg-private-key", "gpg-passphrase", "cache", "cache-dependency-path", "token", "mvn-toolchain-id", "mvn-toolchain-vendor",
	},
	"actions/setup-node": {
		"node-version", "node-version-file", "architecture", "check-latest", "registry-url", "scope", "token", "cache",
		"package-manager-cache", "cache-dependency-path", "mirror", "mirror-token", "always-auth",
	},
	"actions/setup-python": {
		"python-version", "python-version-file", "cache", "architecture", "check-latest", "token", "cache-dependency-path",
		"update-environment", "allow-prereleases", "freethreaded", "pip-version", "pip-install",
	},
	"actions/upload-artifact": {
		"name", "path", "if-no-files-found", "retention-days", "compression-level", "overwrite", "include-hidden-files",
	},
	"docker/build-push-action": {
		"add-hosts", "allow", "annotations", "attests", "build-args", "build-contexts", "builder", "cache-from", "cache-to",
		"call", "cgroup-parent", "context", "file", "labels", "load", "network", "no-cache", "no-cache-filters", "outputs",
		"platforms", "provenance", "pull", "push", "sbom", "secrets", "secret-envs", "secret-files", "shm-size", "ssh",
		"tags", "target", "ulimit", "github-token",
	},
	"docker/login-action": {"registry", "username", "password", "ecr", "scope", "logout", "registry-auth"},
	"docker/setup-buildx-action": {
		"version", "driver", "driver-opts", "buildkitd-flags", "buildkitd-config", "buildkitd-config-inline", "install",
		"use", "endpoint", "platforms", "append", "cache-binary", "cleanup", "keep-state", "name", "config", "config-inline",
	},
	"golangci/golangci-lint-action": {
		"version", "version-file", "install-mode", "install-only", "working-directory", "github-token", "verify",
		"only-new-issues", "args", "skip-cache", "skip-save-cache", "cache-invalidation-interval", "problem-matchers", "debug",
	},
	"pypa/gh-action-pypi-publish": {
		"user", "password", "repository-url", "packages-dir", "verify-metadata", "skip-existing", "verbose", "print-hash",
		"attestations",
		# What they were called before still holds.
		"repository_url", "packages_dir", "verify_metadata", "skip_existing", "print_hash",
	},
	"softprops/action-gh-release": {
		"body", "body_path", "name", "tag_name", "draft", "prerelease", "files", "fail_on_unmatched_files", "repository",
		"token", "target_commitish", "discussion_category_name", "generate_release_notes", "append_body", "make_latest",
		"preserve_order", "overwrite_files",
	},
}
