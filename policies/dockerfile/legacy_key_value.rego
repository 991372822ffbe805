# METADATA
# title: Variable is set without an equals sign
# description: This old form takes one variable a line and the rest of the line as its value, quotes and all; it is deprecated.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/legacy-key-value-format/
# custom:
#   kinds: [dockerfile/instruction]
#   level: note
#   help: Write `NAME=value`.
#   fix: safe
#   equivalents:
#     buildkit: [LegacyKeyValueFormat]
package waylint.rules.dockerfile.legacy_key_value

import data.waylint.lib.dockerfile

deny contains object.union({"at": array.concat(instruction.at, ["pairs", index]), "message": message}, fix) if {
	some instruction in dockerfile.instructions
	some index, pair in instruction.node.pairs
	pair.legacy
	not startswith(pair.value, "=")
	message := sprintf("%s %s is set without an equals sign", [instruction.node.instruction, pair.name])
	fix := fix_of(instruction)
}

fix_of(instruction) := {"fix": {"title": "write it with an equals sign", "safe": true, "edits": [edit]}} if {
	instruction.node.lines == 1
	pair := instruction.node.pairs[0]
	edit := {
		"op": "replace",
		"at": array.concat(instruction.at, ["text"]),
		"value": sprintf("%s=%s", [pair.name, quoted(pair.value, instruction.node.text)]),
	}
} else := {}

quoted(value, _) := value if regex.match(`^[A-Za-z0-9_./:,$@%+-]+$`, value)

# Quotes as they were written mean what they meant.
quoted(value, text) := sprintf(`"%s"`, [value]) if {
	not regex.match(`^[A-Za-z0-9_./:,$@%+-]+$`, value)
	not regex.match(`["\\$\x60]`, value)
	not contains(text, "'")
}
