# METADATA
# title: What GitHub's expressions may say, and where
# description: Facts of GitHub's documentation, each with its page.
package waylint.lib.github_facts

# METADATA
# description: The contexts there are.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts
contexts := {"github", "env", "vars", "job", "jobs", "steps", "runner", "secrets", "strategy", "matrix", "needs", "inputs"}

# METADATA
# description: The properties of contexts whose properties do not depend on the workflow.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts
properties := {
	"github": {
		"action", "action_path", "action_ref", "action_repository", "action_status", "actor", "actor_id", "api_url",
		"artifact_cache_size_limit", "base_ref", "env", "event", "event_name", "event_path", "graphql_url", "head_ref",
		"job", "output", "path", "ref", "ref_name", "ref_protected", "ref_type", "repository", "repository_id",
		"repository_owner", "repository_owner_id", "repository_visibility", "repositoryurl", "retention_days", "run_attempt",
		"run_id", "run_number", "secret_source", "server_url", "sha", "state", "step_summary", "token", "triggering_actor",
		"workflow", "workflow_ref", "workflow_sha", "workspace",
	},
	"runner": {"arch", "debug", "environment", "name", "os", "temp", "tool_cache", "workspace"},
	"job": {
		"check_run_id", "container", "services", "status", "workflow_file_path", "workflow_ref", "workflow_repository",
		"workflow_sha",
	},
	"strategy": {"fail-fast", "job-index", "job-total", "max-parallel"},
}

# METADATA
# description: The functions there are, with the fewest and the most arguments they take.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#functions
functions := {
	"always": [0, 0],
	"cancelled": [0, 0],
	"case": [3, 1000],
	"contains": [2, 2],
	"endswith": [2, 2],
	"failure": [0, 1000],
	"format": [1, 1000],
	"fromjson": [1, 1],
	"hashfiles": [1, 1000],
	"join": [1, 2],
	"startswith": [2, 2],
	"success": [0, 1000],
	"tojson": [1, 1],
}

# METADATA
# description: >-
#   The contexts that may be referred to, by the key of the workflow, the most exact first; `*` is any name or number.
#   Conditions may also ask for the status, and steps for hashes of files.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#context-availability
available := [
	{"key": ["run-name"], "contexts": {"github", "inputs", "vars"}},
	{"key": ["concurrency"], "contexts": {"github", "inputs", "vars"}},
	{"key": ["env"], "contexts": {"github", "secrets", "inputs", "vars"}},
	{"key": ["on", "workflow_call", "inputs", "*", "default"], "contexts": {"github", "inputs", "vars"}},
	{"key": ["on", "workflow_call", "outputs", "*", "value"], "contexts": {"github", "jobs", "vars", "inputs"}},
	{"key": ["jobs", "*", "concurrency"], "contexts": {"github", "needs", "strategy", "matrix", "inputs", "vars"}},
	{"key": ["jobs", "*", "container", "credentials"], "contexts": {"github", "needs", "strategy", "matrix", "env", "vars", "secrets", "inputs"}},
	{"key": ["jobs", "*", "container", "env"], "contexts": run_time},
	{"key": ["jobs", "*", "container"], "contexts": early},
	{"key": ["jobs", "*", "continue-on-error"], "contexts": early},
	{"key": ["jobs", "*", "defaults", "run"], "contexts": early | {"env"}},
	{"key": ["jobs", "*", "env"], "contexts": early | {"secrets"}},
	{"key": ["jobs", "*", "environment", "url"], "contexts": (run_time - {"secrets"}) | {"steps"}},
	{"key": ["jobs", "*", "environment"], "contexts": early},
	{"key": ["jobs", "*", "if"], "contexts": {"github", "needs", "vars", "inputs"}, "status": true},
	{"key": ["jobs", "*", "name"], "contexts": early},
	{"key": ["jobs", "*", "outputs"], "contexts": run_time | {"steps"}},
	{"key": ["jobs", "*", "runs-on"], "contexts": early},
	{"key": ["jobs", "*", "secrets"], "contexts": early | {"secrets"}},
	{"key": ["jobs", "*", "services", "*", "credentials"], "contexts": early | {"env", "secrets"}},
	{"key": ["jobs", "*", "services", "*", "env"], "contexts": run_time},
	{"key": ["jobs", "*", "services"], "contexts": early},
	{"key": ["jobs", "*", "strategy"], "contexts": {"github", "needs", "vars", "inputs"}},
	{"key": ["jobs", "*", "timeout-minutes"], "contexts": early},
	{"key": ["jobs", "*", "with"], "contexts": early},
	{"key": ["jobs", "*", "steps", "*", "if"], "contexts": (run_time - {"secrets"}) | {"steps"}, "status": true, "files": true},
	{"key": ["jobs", "*", "steps", "*"], "contexts": run_time | {"steps"}, "files": true},
]

# What is known before a job has a runner, and when it has one.
early := {"github", "needs", "strategy", "matrix", "vars", "inputs"}

run_time := early | {"job", "runner", "env", "secrets"}

# METADATA
# description: The properties of `github.event` and elsewhere whose text strangers choose, with `*` for the index of a list.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#good-practices-for-mitigating-script-injection-attacks
untrusted := {
	["github", "head_ref"],
	["github", "event", "issue", "title"],
	["github", "event", "issue", "body"],
	["github", "event", "pull_request", "title"],
	["github", "event", "pull_request", "body"],
	["github", "event", "pull_request", "head", "ref"],
	["github", "event", "pull_request", "head", "label"],
	["github", "event", "pull_request", "head", "repo", "default_branch"],
	["github", "event", "comment", "body"],
	["github", "event", "review", "body"],
	["github", "event", "review_comment", "body"],
	["github", "event", "discussion", "title"],
	["github", "event", "discussion", "body"],
	["github", "event", "head_commit", "message"],
	["github", "event", "head_commit", "author", "name"],
	["github", "event", "head_commit", "author", "email"],
	["github", "event", "head_commit", "committer", "name"],
	["github", "event", "head_commit", "committer", "email"],
	["github", "event", "commits", "*", "message"],
	["github", "event", "commits", "*", "author", "name"],
	["github", "event", "commits", "*", "author", "email"],
	["github", "event", "commits", "*", "committer", "name"],
	["github", "event", "commits", "*", "committer", "email"],
	["github", "event", "pages", "*", "page_name"],
	["github", "event", "workflow_run", "head_branch"],
	["github", "event", "workflow_run", "display_title"],
	["github", "event", "workflow_run", "head_repository", "description"],
	["github", "event", "workflow_run", "head_commit", "message"],
	["github", "event", "workflow_run", "head_commit", "author", "name"],
	["github", "event", "workflow_run", "head_commit", "author", "email"],
	["github", "event", "workflow_run", "head_commit", "committer", "name"],
	["github", "event", "workflow_run", "head_commit", "committer", "email"],
}

# METADATA
# description: The images of runners that GitHub offers, by label.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/runners/github-hosted-runners
images := {
	"ubuntu-latest", "ubuntu-26.04", "ubuntu-24.04", "ubuntu-22.04", "ubuntu-slim", "ubuntu-26.04-arm", "ubuntu-24.04-arm",
	"ubuntu-22.04-arm", "windows-latest", "windows-2025", "windows-2025-vs2026", "windows-2022", "windows-11-arm",
	"macos-latest", "macos-26", "macos-15", "macos-14", "macos-26-intel", "macos-15-intel", "macos-latest-large",
	"macos-26-large", "macos-15-large", "macos-14-large", "macos-latest-xlarge", "macos-26-xlarge", "macos-15-xlarge",
	"macos-14-xlarge",
}

# METADATA
# description: Those that GitHub has removed, with the oldest that stands in for each on the same processor.
# related_resources:
# - ref: https://github.com/actions/runner-images#available-images
removed_images := {
	"ubuntu-16.04": "ubuntu-22.04",
	"ubuntu-18.04": "ubuntu-22.04",
	"ubuntu-20.04": "ubuntu-22.04",
	"macos-10.15": "macos-15-intel",
	"macos-11": "macos-15-intel",
	"macos-11.0": "macos-15-intel",
	"macos-12": "macos-15-intel",
	"macos-12-large": "macos-14-large",
	"macos-12-xl": "macos-14-large",
	"macos-13": "macos-15-intel",
	"macos-13-large": "macos-14-large",
	"macos-13-xl": "macos-14-large",
	"macos-13-xlarge": "macos-14-xlarge",
	"windows-2016": "windows-2022",
	"windows-2019": "windows-2022",
}

# METADATA
# description: Actions whose releases are immutable, by the first version that is.
# related_resources:
# - ref: https://docs.github.com/en/code-security/concepts/supply-chain-security/immutable-releases
# - ref: https://github.com/astral-sh/setup-uv/releases/tag/v8.0.0
# - ref: https://github.com/crate-ci/typos/issues/1541
# - ref: https://github.com/docker/setup-buildx-action/issues/528
# - ref: https://github.com/docker/setup-qemu-action/issues/277
# - ref: https://github.com/golangci/golangci-lint-action/releases/tag/v9.2.1
# - ref: https://github.com/peter-evans/create-pull-request/releases/tag/v8.1.1
# - ref: https://github.com/taiki-e/install-action/releases/tag/v2.77.1
immutable_actions := {
	"astral-sh/setup-uv": [8, 0, 0],
	"crate-ci/typos": [1, 45, 2],
	"docker/login-action": [4, 2, 0],
	"docker/metadata-action": [6, 1, 0],
	"docker/setup-qemu-action": [4, 2, 0],
	"golangci/golangci-lint-action": [9, 2, 1],
	"peter-evans/create-pull-request": [8, 1, 1],
	"taiki-e/install-action": [2, 77, 1],
}

# METADATA
# description: Actions that GitHub has switched off, by the last major version that fails.
retired_actions := {
	"actions/cache": 2,
	"actions/download-artifact": 3,
	"actions/upload-artifact": 3,
	"actions/upload-pages-artifact": 2,
	"actions/deploy-pages": 3,
}
