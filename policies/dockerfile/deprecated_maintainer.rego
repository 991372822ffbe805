# METADATA
# title: MAINTAINER is deprecated
# description: Builders warn about MAINTAINER; a label says the same and can be read by every tool that reads labels.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/maintainer-deprecated/
# custom:
#   kinds: [dockerfile/instruction]
#   level: note
#   help: Use `LABEL org.opencontainers.image.authors="…"`.
#   fix: safe
#   equivalents:
#     buildkit: [MaintainerDeprecated]
#     checkov: [CKV_DOCKER_6]
#     dockerfilelint: [deprecated_in_1.13]
#     hadolint: [DL4000]
#     kics: [dockerfile/MAINTAINER Instruction Being Used]
#     semgrep: [dockerfile.best-practice.maintainer-is-deprecated.maintainer-is-deprecated]
#     sonar: ["docker:S6586"]
#     trivy: [DS-0022]
package waylint.rules.dockerfile.deprecated_maintainer

import data.waylint.lib.dockerfile

deny contains object.union({"at": instruction.at, "message": "MAINTAINER is deprecated"}, fix) if {
	some instruction in dockerfile.instructions
	instruction.node.instruction == "MAINTAINER"
	fix := fix_of(instruction)
}

fix_of(instruction) := {"fix": {"title": "make it a label", "safe": true, "edits": [edit]}} if {
	name := trim(instruction.node.text, `"'`)
	not regex.match(`["'\\$\x60]`, name)
	edit := {"op": "replace", "at": instruction.at, "value": sprintf(`LABEL org.opencontainers.image.authors="%s"`, [name])}
} else := {}
