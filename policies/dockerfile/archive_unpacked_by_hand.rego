# METADATA
# title: Archive is copied and then unpacked
# description: The archive stays in the layer of its COPY, even if a RUN deletes it; ADD unpacks it without keeping it.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#add-or-copy
# custom:
#   kinds: [dockerfile]
#   level: note
#   help: Use ADD, or mount the archive into the RUN with `--mount=type=bind`.
#   fix: unsafe
#   equivalents:
#     hadolint: [DL3010]
package waylint.rules.dockerfile.archive_unpacked_by_hand

import data.waylint.lib.dockerfile

deny contains object.union({"at": array.concat(instruction.at, ["sources", index]), "message": message}, added(instruction, run, command, word)) if {
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

# ADD unpacks as `tar -x` does, into a folder that it makes if need be; what tar is told beyond that would be lost.
added(copy, run, command, word) := {"fix": {"title": sprintf("let ADD unpack it into %s", [folder]), "safe": false, "edits": edits}} if {
	count(copy.node.sources) == 1
	copy.node.flags == {}
	regex.match(`(?i)\.(tar|tgz|tbz2|txz|tar\.(gz|bz2|xz))$`, copy.node.sources[0])
	folder := unpacked_into(run.node, command, word)
	unneeded := [{"op": "remove", "at": array.concat(run.at, ["commands", index])} |
		some index in dockerfile.reverse_sorted({index | some index, other in run.node.commands; handles(other, command, word)})
	]
	remaining := [other | some other in run.node.commands; not handles(other, command, word)]
	removed := {true: [{"op": "remove", "at": run.at}], false: unneeded}[count(remaining) == 0]
	text := sprintf("ADD %s %s/", [copy.node.sources[0], trim_right(folder, "/")])
	edits := array.concat(removed, [{"op": "replace", "at": copy.at, "value": text}])
} else := {}

# Where `tar -xzf archive` or `tar -xzf archive -C folder` puts things.
unpacked_into(run, command, word) := folder if {
	command.name == "tar"
	command.via == null
	regex.match(`^-?[xzjJvp]*f$`, command.words[1])
	command.words[2] == word
	folder := folder_of(run, array.slice(command.words, 3, count(command.words)))
	regex.match(`^/[A-Za-z0-9_./-]*$`, folder)
}

folder_of(run, []) := run.workdir

folder_of(_, ["-C", folder]) := folder

handles(other, command, _) if other == command

handles(other, _, word) if {
	other.name == "rm"
	other.via == null
	other.arguments == [word]
}
