# METADATA
# title: Base image is not approved
# description: The platform keeps its own base images free of known faults; others age unseen.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image
# custom:
#   kinds: [dockerfile/stage]
#   level: warning
#   help: Build on one of the approved images.
#   fix: unsafe
#   platform: [base-images]
#   equivalents:
#     kyverno: [allowed-base-images]
package waylint.rules.dockerfile.base_image_not_approved

import data.waylint.lib.images

deny contains object.union({"at": ["stages", index, "base", "text"], "message": message}, fix) if {
	some index, stage in input.stages
	named(stage.base)
	approved := data.platform["base-images"].approved
	every pattern in approved { not images.names_base(pattern, stage.base) }
	message := sprintf("base image %s is not approved", [stage.base.text])
	fix := images.base_replaced(index, stage.base)
}

deny contains object.union({"at": ["stages", index, "base", "text"], "message": message}, fix) if {
	some index, stage in input.stages
	named(stage.base)
	some pattern, last in data.platform["base-images"]["end-of-life"]
	images.names_base(pattern, stage.base)
	last < data.waylint.as_of
	message := sprintf("base image %s is not maintained since %s", [stage.base.text, last])
	fix := images.base_replaced(index, stage.base)
}

named(base) if {
	base.registry != null
	base.resolved
}
