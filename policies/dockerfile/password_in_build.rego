# METADATA
# title: Build sets a password
# description: The password is in the history of the image and works in every container made from it.
# related_resources:
# - ref: https://docs.docker.com/build/building/secrets/
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: Leave accounts of the image without a password, and set one where the container starts if it needs one.
#   equivalents:
#     checkov: [CKV2_DOCKER_17]
package waylint.rules.dockerfile.password_in_build

import data.waylint.lib.dockerfile

deny contains {"at": command.at, "message": message} if {
	some command in dockerfile.build_commands
	sets_password(command.node)
	not by_chance(command)
	message := sprintf("%s sets a password", [command.node.name])
}

# A password that nobody ever learns locks the account.
by_chance(command) if {
	some other in command.run.node.commands
	other.pipeline <= command.node.pipeline
	regex.match(`openssl rand|/dev/u?random|pwgen|uuidgen|mkpasswd -R`, concat(" ", other.words))
}

sets_password(command) if command.name == "chpasswd"

sets_password(command) if {
	command.name in {"useradd", "usermod"}
	some flag in command.flags
	regex.match(`^(-[a-zA-Z]*p|--password(=.*)?)$`, flag)
}

sets_password(command) if {
	command.name == "passwd"
	some flag in command.flags
	flag in {"-d", "--delete", "--stdin"}
}
