# METADATA
# title: Archive is copied and then unpacked
# description: The archive stays in the layer of its COPY, even if a RUN deletes it; ADD unpacks it without keeping it.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#add-or-copy
# custom:
#   kinds: [dockerfile]
#   level: note
#   help: Use ADD, or mount the archive into the RUN with `--mount=type=bind`.
#   equivalents:
#     hadolint: [DL3010]
package waylint.rules.dockerfile.archive_unpacked_by_hand

import data.waylint.lib.dockerfile

deny contains {"at": array.concat(instruction.at, ["sources", index]), "message": message} if {
	some instruction in dockerfile.instructions
	instruction.node.instruction == "COPY"
	not instruction.node.from
	some index, source in instruction.node.sources
	name := archive(instruction.node, source)
	some run in dockerfile.runs
	run.at[1] == instruction.at[1]
	run.at[3] > instruction.at[3]
	some command in run.node.commands
	unpacks(command)
	some word in command.arguments
	base(word) == name
	message := sprintf("archive %s is unpacked by a later RUN", [name])
}

# Under the name that the copy has.
archive(copy, source) := name if {
	name := base(copy.destination)
	packed(name)
}

archive(copy, source) := name if {
	not packed(base(copy.destination))
	name := base(source)
	packed(name)
}

base(path) := parts[count(parts) - 1] if parts := split(path, "/")

packed(name) if regex.match(`(?i)\.(tar|tgz|tbz2?|txz|tzst|tar\.[a-z0-9]+|gz|bz2|xz|lzma|zst)$`, name)

unpacks(command) if {
	command.name in {"tar", "bsdtar"}
	some word in array.concat(command.flags, array.slice(command.arguments, 0, 1))
	regex.match(`^(-?[a-zA-Z]*x[a-zA-Z]*|--extract|--get)$`, word)
}

unpacks(command) if command.name in {"gunzip", "bunzip2", "unxz", "unlzma", "zcat", "xzcat"}
