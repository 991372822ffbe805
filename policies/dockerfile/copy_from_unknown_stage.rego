# METADATA
# title: Files come from a stage that is not there
# description: >-
#   `--from` takes stages that stand before it. Any other word is taken for an image, so a stage that was renamed turns into a
#   download from a registry, of whatever is published under that name.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#copy---from
# custom:
#   kinds: [dockerfile]
#   level: warning
#   help: Name a stage that stands before, or an image with its version.
#   equivalents:
#     hadolint: [DL3022, DL3023]
#     kics:
#     - "dockerfile/COPY '--from' Without FROM Alias Defined Previously"
#     - "dockerfile/COPY '--from' References Current FROM Alias"
#     trivy: [DS-0006]
package waylint.rules.dockerfile.copy_from_unknown_stage

import data.waylint.lib.dockerfile
import data.waylint.lib.images

deny contains {"at": source.at, "message": message} if {
	some source in sources
	is_number(source.stage)
	source.stage >= source.own
	message := sprintf("stage %q is not built before this one", [source.text])
}

deny contains {"at": source.at, "message": message} if {
	some source in sources
	source.stage == null
	regex.match(`^[0-9]+$`, source.text)
	message := sprintf("there is no stage %s", [source.text])
}

# Images have a folder, a version or a registry. A single word may name a context that the build is given; where a stage is
# left over it is meant to be that one.
deny contains {"at": source.at, "message": message} if {
	some source in sources
	source.stage == null
	regex.match(`^[A-Za-z][A-Za-z0-9_-]*$`, source.text)
	count(unused) > 0
	not has_contexts
	message := sprintf("%q is no stage of this file, and as an image it has no version", [source.text])
}

# A base image of a single word that is none of Docker's own is such a context, so the build is given some.
has_contexts if {
	some stage in input.stages
	stage.base.stage == null
	images.is_local(stage.base.image)
}

sources contains {"at": array.concat(instruction.at, ["from"]), "own": instruction.at[1], "stage": from.stage, "text": from.text} if {
	some instruction in dockerfile.instructions
	from := instruction.node.from
}

sources contains {"at": at, "own": run.at[1], "stage": object.get(mount, "stage", null), "text": mount.from} if {
	some run in dockerfile.runs
	some index, mount in run.node.mounts
	mount.from
	at := array.concat(run.at, ["mounts", index, "from"])
}

unused contains index if {
	some index, stage in input.stages
	not stage.final
	is_string(stage.name)
	not index in dockerfile.needed_stages
}
