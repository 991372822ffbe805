# METADATA
# title: Everyone may write to files of the image
# description: Whoever gets to run anything in the container, as whichever user, can change these files.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#copy---chown---chmod
# custom:
#   kinds: [dockerfile]
#   level: note
#   help: Give the right to write to the user or group that needs it.
#   equivalents:
#     sonar: ["docker:S2612"]
package waylint.rules.dockerfile.world_writable

import data.waylint.lib.dockerfile

deny contains {"at": command.at, "message": message} if {
	some command in dockerfile.build_commands
	command.node.name == "chmod"
	some word in array.slice(command.node.arguments, 0, 1)
	writable(word)
	not temporary(command.node)
	message := sprintf("mode %s lets everyone write", [word])
}

deny contains {"at": instruction.at, "message": message} if {
	some instruction in dockerfile.instructions
	some mode in instruction.node.flags.chmod
	writable(mode)
	message := sprintf("mode %s lets everyone write", [mode])
}

# With the sticky bit others' files are safe.
writable(mode) if regex.match(`^0?[024]?[0-7][0-7][2367]$`, mode)

writable(mode) if regex.match(`(^|,)[ug]*[oa][ugoa]*[+=][rxX]*w`, mode)

temporary(command) if {
	every path in array.slice(command.arguments, 1, count(command.arguments)) {
		regex.match(`^/(var/)?tmp(/|$)|^/dev/`, path)
	}
}
