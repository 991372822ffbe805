# METADATA
# title: Space before the equals sign
# description: >-
#   `ENV NAME =value` is the old form without an equals sign, so the sign becomes a part of the value.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#env
# custom:
#   kinds: [dockerfile/instruction]
#   level: error
#   help: Write `NAME=value` without spaces.
#   fix: safe
#   equivalents:
#     sonar: ["docker:S6574"]
package waylint.rules.dockerfile.space_before_equals_sign

import data.waylint.lib.dockerfile

deny contains object.union({"at": array.concat(instruction.at, ["pairs", index, "value"]), "message": "the value begins with the equals sign"}, fix) if {
	some instruction in dockerfile.instructions
	some index, pair in instruction.node.pairs
	pair.legacy
	startswith(pair.value, "=")
	fix := fix_of(instruction, pair)
}

fix_of(instruction, pair) := {"fix": {"title": "write it without spaces", "safe": true, "edits": [edit]}} if {
	instruction.node.lines == 1
	value := trim_space(substring(pair.value, 1, -1))
	regex.match(`^[A-Za-z0-9_./:,$@%+-]+$`, value)
	edit := {
		"op": "replace",
		"at": array.concat(instruction.at, ["text"]),
		"value": sprintf("%s=%s", [pair.name, value]),
	}
} else := {}
