# METADATA
# title: Program and arguments are one string
# description: >-
#   In exec form each item is one argument, so this looks for a program whose name contains the spaces.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#exec-form
# custom:
#   kinds: [dockerfile/instruction]
#   level: error
#   help: Make each argument an item of its own.
#   fix: unsafe
package waylint.rules.dockerfile.program_with_arguments_in_one_string

import data.waylint.lib.dockerfile

deny contains object.union({"at": array.concat(instruction.at, ["arguments", 0]), "message": message}, fix_of(instruction)) if {
	some instruction in dockerfile.instructions
	instruction.node.instruction in {"RUN", "CMD", "ENTRYPOINT"}
	instruction.node.form == "exec"
	count(instruction.node.arguments) == 1
	regex.match(`^[^\s\\:]+\s+\S`, instruction.node.arguments[0])
	not is_script(instruction)
	message := sprintf("%s names a program with spaces in its name", [instruction.node.instruction])
}

# Behind an ENTRYPOINT that ends with a shell and `-c` it is a script.
is_script(instruction) if {
	instruction.node.instruction == "CMD"
	some other in dockerfile.instructions
	other.at[1] == instruction.at[1]
	other.node.instruction == "ENTRYPOINT"
	other.node.form == "exec"
	regex.match(`(^| )(\S*/)?(ba|da|a|z|k)?sh( -\S+)* -[a-z]*c$`, concat(" ", other.node.arguments))
}

fix_of(instruction) := {"fix": {"title": "make each argument an item", "safe": false, "edits": [edit]}} if {
	regex.match(`^[A-Za-z0-9_./:=@%+, -]+$`, instruction.node.arguments[0])
	instruction.node.flags == {}
	items := [sprintf(`"%s"`, [item]) | some item in split(instruction.node.arguments[0], " "); item != ""]
	edit := {"op": "replace", "at": instruction.at, "value": sprintf("%s [%s]", [instruction.node.keyword, concat(", ", items)])}
} else := {}
