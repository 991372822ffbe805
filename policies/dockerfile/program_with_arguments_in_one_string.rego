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

deny contains object.union(object.union({"at": array.concat(instruction.at, ["arguments", 0]), "message": claimed.message}, fix_of(instruction)), claimed.weight) if {
	some instruction in dockerfile.instructions
	instruction.node.instruction in {"RUN", "CMD", "ENTRYPOINT"}
	instruction.node.form == "exec"
	count(instruction.node.arguments) == 1
	regex.match(`^[^\s\\:]+\s+\S`, instruction.node.arguments[0])
	not for_entrypoint(instruction)
	claimed := claim(instruction)
}

claim(instruction) := {"message": message, "weight": {}} if {
	is_program(instruction)
	message := sprintf("%s names a program with spaces in its name", [instruction.node.instruction])
}

claim(instruction) := {"message": "CMD is one argument with spaces in it", "weight": {"level": "note"}} if not is_program(instruction)

is_program(instruction) if instruction.node.instruction != "CMD"

# Images that have no ENTRYPOINT, or one that starts what it is given.
is_program(instruction) if {
	base := dockerfile.base_of(instruction)
	base.registry == "docker.io"
	regex.match(`^(almalinux|alpine|buildpack-deps|busybox|centos|debian|eclipse-temurin|fedora|gcc|golang|node|openjdk|perl|php|python|rockylinux|ruby|rust|ubuntu)$`, base.repository)
}

is_program(instruction) if dockerfile.base_of(instruction).scratch

# Behind an ENTRYPOINT it is an argument, which may well be a script or be taken apart.
for_entrypoint(instruction) if {
	instruction.node.instruction == "CMD"
	some other in dockerfile.instructions
	other.at[1] in graph.reachable(dockerfile.bases, {instruction.at[1]})
	other.node.instruction == "ENTRYPOINT"
	not is_cleared(other.node)
}

is_cleared(entrypoint) if entrypoint.arguments == []

fix_of(instruction) := {"fix": {"title": "make each argument an item", "safe": false, "edits": [edit]}} if {
	regex.match(`^[A-Za-z0-9_./:=@%+, -]+$`, instruction.node.arguments[0])
	instruction.node.flags == {}
	items := [sprintf(`"%s"`, [item]) | some item in split(instruction.node.arguments[0], " "); item != ""]
	edit := {"op": "replace", "at": instruction.at, "value": sprintf("%s [%s]", [instruction.node.keyword, concat(", ", items)])}
} else := {}
