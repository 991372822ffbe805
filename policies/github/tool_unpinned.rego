# METADATA
# title: Action installs whatever version is newest
# description: >-
#   The tool changes between two runs of the same commit, and whoever can publish it runs code in the job.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   kinds: [github/workflow, github/action]
#   level: note
#   help: Name the version of the tool.
#   equivalents:
#     zizmor: [unpinned-tools]
package waylint.rules.github.tool_unpinned

import data.waylint.lib.github

deny contains {"at": user.at, "message": message} if {
	some user in github.uses
	field := versions[user.name]
	wanted := object.get(object.get(user.node, "with", {}), field, "latest")
	wanted in {"latest", "", "stable"}
	message := sprintf("%s installs the newest, as %q is not set", [user.written, field])
}

# The input that names the version, of actions that take the newest without it.
versions := {
	"aquasecurity/setup-trivy": "version",
	"azure/setup-helm": "version",
	"azure/setup-kubectl": "version",
	"extractions/setup-just": "just-version",
	"oven-sh/setup-bun": "bun-version",
}
