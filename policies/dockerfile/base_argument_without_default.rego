# METADATA
# title: Base image depends on an argument without a default
# description: Whoever builds without the argument gets an error about the reference instead of an image.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/
# custom:
#   kinds: [dockerfile/stage]
#   level: note
#   help: Give the ARG a default.
#   equivalents:
#     buildkit: [InvalidDefaultArgInFrom]
package waylint.rules.dockerfile.base_argument_without_default

import data.waylint.lib.dockerfile

deny contains {"at": ["stages", index, "base"], "message": message} if {
	some index, stage in input.stages
	some name in stage.base.unresolved
	not name in object.get(stage.base, "undefined", [])
	regex.match(sprintf(`(^|[:/@])(\$%s|\$\{%s\})($|[:/@])`, [name, name]), stage.base.text)
	message := sprintf("without argument %s there is no base image", [name])
}

# An empty default is none.
deny contains {"at": ["stages", index, "base"], "message": message} if {
	some index, stage in input.stages
	stage.base.invalid
	some name in dockerfile.empty_on_purpose(stage.base)
	message := sprintf("without argument %s there is no base image", [name])
}
