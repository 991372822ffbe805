# METADATA
# title: Base image is not pinned as narrowly as the platform asks
# description: A tag can be moved to another image; the narrower the version, the fewer surprises a build can bring.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#pin-base-image-versions
# custom:
#   kinds: [dockerfile/stage]
#   level: warning
#   help: Name the version or digest as narrowly as the platform asks.
#   fix: unsafe
#   platform: [image-pin]
#   equivalents:
#     scorecard: [Pinned-Dependencies]
#     semgrep: [dockerfile.security.dockerfile-source-not-pinned.dockerfile-source-not-pinned]
#     sonar: ["docker:S7023"]
package waylint.rules.dockerfile.base_image_loosely_pinned

import data.waylint.lib.images

deny contains object.union({"at": ["stages", index, "base"], "message": message}, images.base_replaced(index, base)) if {
	some index, stage in input.stages
	base := stage.base
	base.stage == null
	not base.scratch
	base.resolved
	base.digest == null
	pin := data.platform["image-pin"]
	not narrow(pin, base.tag)
	message := sprintf("base image %s is not pinned to a %s", [base.text, names[pin]])
}

names := {"tag": "tag", "minor": "minor version", "patch": "patch version", "digest": "digest"}

narrow("tag", tag) if tag != null

narrow("minor", tag) if regex.match(`[0-9]+\.[0-9]+`, tag)

narrow("patch", tag) if regex.match(`[0-9]+\.[0-9]+\.[0-9]+`, tag)
