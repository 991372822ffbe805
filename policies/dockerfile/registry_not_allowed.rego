# METADATA
# title: Base image comes from a registry that is not allowed
# description: Images of other registries are neither mirrored nor scanned by the platform, and may be gone tomorrow.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#from
# custom:
#   kinds: [dockerfile/stage]
#   level: error
#   help: Take the image from a registry that the platform allows.
#   fix: safe
#   platform: [registries]
#   equivalents:
#     hadolint: [DL3026]
package waylint.rules.dockerfile.registry_not_allowed

import data.waylint.lib.images

deny contains object.union({"at": ["stages", index, "base", "text"], "message": message}, fix) if {
	some index, stage in input.stages
	base := stage.base
	base.registry != null
	base.resolved
	full := sprintf("%s/%s", [base.registry, base.repository])
	images.foreign(full)
	message := sprintf("base image %s comes from %s", [base.text, base.registry])
	fix := fix_of(index, base, full)
}

fix_of(index, base, full) := {"fix": {"title": "take it from the mirror", "safe": true, "edits": [edit]}} if {
	not base.variables
	mirror := images.mirror(full)
	edit := {
		"op": "replace",
		"at": ["stages", index, "base", "text"],
		"value": sprintf("%s%s", [mirror, version(base)]),
	}
} else := {}

version(base) := sprintf("%s%s", [tag(base), digest(base)])

tag(base) := sprintf(":%s", [base.tag]) if base.tag != null

tag(base) := "" if base.tag == null

digest(base) := sprintf("@%s", [base.digest]) if base.digest != null

digest(base) := "" if base.digest == null
