# METADATA
# title: File runs with the rights of its owner
# description: A program with the setuid or setgid bit gives its owner's rights to whoever starts it; in an image that is mostly root.
# related_resources:
# - ref: https://docs.docker.com/engine/security/
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: Leave the bit out, or give the program the one capability that it needs with `setcap`.
#   equivalents:
#     dockle: [CIS-DI-0008]
package waylint.rules.dockerfile.special_mode_bits

import data.waylint.lib.dockerfile

deny contains {"at": command.at, "message": message} if {
	some command in dockerfile.build_commands
	command.node.name == "chmod"
	mode := command.node.arguments[0]
	regex.match(`^0?[4567][0-7]{3}$|(^|,)u[ug]*[+=][rwxX]*s`, mode)
	message := sprintf("mode %s lends the rights of the owner or group to whoever runs the file", [mode])
}
