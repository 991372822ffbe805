# METADATA
# title: Key of a label is not well formed
# description: >-
#   Keys begin with a small letter, and end with one or a digit; other spellings are not found by the tools that
#   read labels.
# related_resources:
# - ref: https://docs.docker.com/engine/manage-resources/labels/#key-format-recommendations
# custom:
#   kinds: [dockerfile/instruction]
#   level: note
#   help: Use small letters, digits, dots and hyphens, and a name space of your own.
#   fix: unsafe
#   equivalents:
#     dockerfilelint: [label_invalid]
#     hadolint: [DL3048]
package waylint.rules.dockerfile.invalid_label_key

import data.waylint.lib.dockerfile

message := "the key of the label is not in lower case, or has characters that keys do not have"

deny contains object.union({"at": array.concat(instruction.at, ["pairs", index, "name"]), "message": message}, fix) if {
	some instruction in dockerfile.instructions
	instruction.node.instruction == "LABEL"
	some index, pair in instruction.node.pairs
	not contains(pair.name, "$")
	not well_formed(pair.name)
	fix := fix_of(array.concat(instruction.at, ["pairs", index, "name"]), pair.name)
}

well_formed(name) if {
	regex.match(`^[a-z][a-z0-9._/-]*[a-z0-9]$|^[a-z]$`, name)
	not regex.match(`\.\.|--|^(com\.docker|io\.docker|org\.dockerproject)\.`, name)
}

# Who reads the label may know it by the old spelling.
fix_of(at, name) := {"fix": {"title": "write it in lower case", "safe": false, "edits": [edit]}} if {
	key := replace(lower(name), "_", "-")
	well_formed(key)
	edit := {"op": "replace", "at": at, "value": key}
} else := {}
