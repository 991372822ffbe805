# METADATA
# title: Packages for the build are removed one by one
# description: What is installed for a build alone brings other packages along, and those that are not named stay when it is removed.
# related_resources:
# - ref: https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: Install them under one name with `apk add --virtual`, and remove that.
#   equivalents:
#     dockerfilelint: [apkadd-missing-virtual]
package waylint.rules.dockerfile.build_packages_unnamed

import data.waylint.lib.dockerfile

deny contains {"at": command.at, "message": message} if {
	some command in dockerfile.build_commands
	adds(command.node)
	some other in command.run.node.commands
	dockerfile.task(other) == {"manager": "apk", "verb": "del"}
	removed := {word.text | some word in dockerfile.operands(other, {"del"}, {"-r"})}
	both := {item.text | some item in dockerfile.operands(command.node, {"add"}, {"-X", "--repository"})} & removed
	count(both) > 0
	message := sprintf("added and removed by name: %s", [concat(", ", sort(both))])
}

adds(command) if {
	dockerfile.task(command) == {"manager": "apk", "verb": "add"}
	every flag in command.flags { not regex.match(`^(-t|--virtual)`, flag) }
}
