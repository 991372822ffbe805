# METADATA
# title: Base image is no image reference
# description: No builder accepts the reference once its arguments are filled in, so the build cannot start.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/
# custom:
#   kinds: [dockerfile/stage]
#   level: error
#   help: Give the arguments a default that makes a whole reference, and write `$` before their names.
#   equivalents:
#     buildkit: [InvalidDefaultArgInFrom]
package waylint.rules.dockerfile.invalid_base_image

import data.waylint.lib.dockerfile

deny contains object.union({"at": ["stages", index, "base"], "message": message}, weight(stage.base)) if {
	some index, stage in input.stages
	stage.base.invalid
	# Something else fills these in before the file is built.
	not regex.match(`\{\{|@@|%%`, stage.base.text)
	not dockerfile.empty_on_purpose(stage.base)
	message := sprintf("%s is no image reference%s", [stage.base.text, slip(stage.base.text)])
}

# A word in capitals is replaced before the file is built, and a digest that is words asks for one.
weight(base) := {"level": "note"} if awaits_a_value(base) else := {}

awaits_a_value(base) if {
	regex.match(`^[A-Z][A-Z0-9_]*$`, base.text)
	not is_argument(base.text)
}

awaits_a_value(base) if {
	some argument in input.arguments
	some pair in argument.pairs
	regex.match(sprintf(`@(sha256:)?(\$%s|\$\{%s\})$`, [pair.name, pair.name]), base.text)
	count(pair.value) > 0
}

slip(text) := sprintf(": the argument is $%s", [text]) if is_argument(text) else := ""

is_argument(text) if {
	some argument in input.arguments
	some pair in argument.pairs
	pair.name == text
}
