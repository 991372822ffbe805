# METADATA
# title: Base image uses an argument that nobody declares
# description: >-
#   FROM sees only the ARGs that stand before the first FROM. Any other name is empty there, whatever the build is given.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/undefined-arg-in-from/
# custom:
#   kinds: [dockerfile/stage]
#   level: warning
#   help: Declare the argument with ARG before the first FROM, or mend its name.
#   equivalents:
#     buildkit: [UndefinedArgInFrom]
package waylint.rules.dockerfile.undeclared_base_argument

deny contains {"at": ["stages", index, "base"], "message": message} if {
	some index, stage in input.stages
	some name in stage.base.undefined
	name in stage.base.unresolved
	message := sprintf("argument %s is not declared before the first FROM", [name])
}
