# METADATA
# title: Line is too long
# description: A command that does not fit on a screen is read less carefully than one that does.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#sort-multi-line-arguments
# custom:
#   kinds: [dockerfile/instruction]
#   level: note
#   help: Break it with a backslash, one argument or command a line.
#   fix: safe
#   equivalents:
#     sonar: ["docker:S7020"]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       longest:
#         description: Characters a line may have; 0 for any number.
#         type: integer
#         minimum: 0
#         default: 0
package waylint.rules.dockerfile.long_line

import data.waylint.lib.dockerfile

longest := data.waylint.options["dockerfile/long-line"].longest

deny contains object.union({"at": instruction.at, "message": message}, fix_of(instruction)) if {
	longest > 0
	some instruction in dockerfile.instructions
	instruction.node.longest_line > longest
	message := sprintf("a line of this %s has %d characters", [instruction.node.instruction, instruction.node.longest_line])
}

# At each `&&`, where nothing is quoted.
fix_of(instruction) := {"fix": {"title": "give each command a line", "safe": true, "edits": [edit]}} if {
	instruction.node.instruction == "RUN"
	instruction.node.form == "shell"
	instruction.node.lines == 1
	instruction.node.flags == {}
	object.get(input, ["directives", "escape"], "\\") == "\\"
	not regex.match("[\"'\\\\`#<(]", instruction.node.text)
	contains(instruction.node.text, " && ")
	text := replace(instruction.node.text, " && ", " \\\n    && ")
	edit := {"op": "replace", "at": instruction.at, "value": sprintf("%s %s", [instruction.node.keyword, text])}
} else := {}
