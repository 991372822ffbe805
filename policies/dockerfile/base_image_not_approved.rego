# METADATA
# title: Base image is not approved
# description: The platform keeps its own base images free of known faults; others age unseen.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image
# custom:
#   kinds: [dockerfile/stage]
#   level: warning
#   help: Build on one of the approved images.
#   platform: [base-images]
#   equivalents:
#     kyverno: [allowed-base-images]
package waylint.rules.dockerfile.base_image_not_approved

import data.waylint.lib.images

deny contains object.union({"at": ["stages", index, "base", "text"], "message": message}, fix) if {
	some index, stage in input.stages
	named(stage.base)
	approved := data.platform["base-images"].approved
	every pattern in approved { not matches(pattern, stage.base) }
	message := sprintf("base image %s is not approved", [stage.base.text])
	fix := fix_of(index, stage.base)
}

deny contains object.union({"at": ["stages", index, "base", "text"], "message": message}, fix) if {
	some index, stage in input.stages
	named(stage.base)
	some pattern, last in data.platform["base-images"]["end-of-life"]
	matches(pattern, stage.base)
	last < data.waylint.as_of
	message := sprintf("base image %s is not maintained since %s", [stage.base.text, last])
	fix := fix_of(index, stage.base)
}

named(base) if {
	base.registry != null
	base.resolved
}

# With its tag or without.
matches(pattern, base) if {
	some name in names(base)
	images.matches(pattern, name)
}

names(base) := {name |
	some image in images.spellings(sprintf("%s/%s", [base.registry, base.repository]))
	some name in {image, sprintf("%s:%s", [image, base.tag])}
}

fix_of(index, base) := {"fix": {"title": "build on the approved image", "safe": false, "edits": [edit]}} if {
	not base.variables
	image := [image | some name, image in data.platform["base-images"].replace; matches(name, base)][0]
	edit := {"op": "replace", "at": ["stages", index, "base", "text"], "value": image}
} else := {}
