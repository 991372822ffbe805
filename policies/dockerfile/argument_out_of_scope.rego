# METADATA
# title: Variable is not known in this stage
# description: >-
#   An ARG holds only for the stage that declares it and for those built from that stage. Elsewhere it is empty, and the builder does
#   not stop for that.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/undefined-var/
# custom:
#   kinds: [dockerfile]
#   level: warning
#   help: Declare it in this stage with `ARG NAME`, before its first use, or leave out what nothing sets.
#   equivalents:
#     buildkit: [UndefinedVar]
#     sonar: ["docker:S6579"]
package waylint.rules.dockerfile.argument_out_of_scope

import data.waylint.lib.dockerfile

deny contains {"at": use.at, "message": message} if {
	some use in uses
	use.name in declared
	message := sprintf("variable %s is declared elsewhere, not in this stage", [use.name])
}

deny contains object.union({"at": use.at, "message": message}, weight(use)) if {
	some use in uses
	not use.name in declared
	starts := [index | some index in graph.reachable(dockerfile.bases, {use.stage}); count(dockerfile.bases[index]) == 0]
	every index in starts { bare(input.stages[index].base) }
	use.name != "PATH"
	message := sprintf("nothing sets variable %s", [use.name])
}

# What is put before or behind a search path that nobody has set leaves an empty item there, as many shell profiles do, too.
weight(use) := {"level": "note"} if use.own else := {}

# These set no variables but PATH.
bare(base) if base.scratch

bare(base) if {
	base.registry == "docker.io"
	base.repository in {"alpine", "busybox", "debian", "ubuntu"}
}

uses contains {"at": instruction.at, "stage": instruction.at[1], "name": name, "own": false} if {
	some instruction in dockerfile.instructions
	instruction.node.instruction != "FROM"
	not instruction.node.pairs
	some name in instruction.node.undefined
}

uses contains {"at": array.concat(instruction.at, ["pairs", index]), "stage": instruction.at[1], "name": name, "own": own} if {
	some instruction in dockerfile.instructions
	some index, pair in instruction.node.pairs
	some name in pair.undefined
	# `ARG name=${name}` is a way to say that it has no default.
	not [instruction.node.instruction, pair.name] == ["ARG", name]
	own := pair.name == name
}

# Arguments alone: what another stage sets with ENV may be what the base image of this one sets too.
declared contains pair.name if {
	some argument in input.arguments
	some pair in argument.pairs
}

declared contains pair.name if {
	some instruction in dockerfile.instructions
	instruction.node.instruction == "ARG"
	some pair in instruction.node.pairs
}
