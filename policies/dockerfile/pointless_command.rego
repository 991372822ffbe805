# METADATA
# title: Command does nothing in a build
# description: A build has no other processes, no services and no keyboard, so what such a command does is gone with its step.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: Remove it, or run it when the container starts.
#   equivalents:
#     hadolint: [DL3001]
#     kics: [dockerfile/Run Utilities And POSIX Commands]
#     semgrep: [dockerfile.best-practice.nonsensical-command.nonsensical-command]
package waylint.rules.dockerfile.pointless_command

import data.waylint.lib.dockerfile

deny contains {"at": command.at, "message": message} if {
	some command in dockerfile.build_commands
	command.node.name in {"free", "htop", "kill", "mount", "ps", "reboot", "service", "shutdown", "ssh", "systemctl", "top", "vi", "vim"}
	not harmless(command.node)
	message := sprintf("%s does nothing in a build", [command.node.name])
}

# It writes links, and starts nothing.
harmless(command) if {
	command.name == "systemctl"
	some word in command.arguments
	word in {"enable", "disable", "mask", "unmask", "set-default", "preset"}
}

harmless(command) if {
	command.name in {"vim", "ssh"}
	some flag in command.flags
	regex.match(`^(-V|--version|-es|-E|-c|\+.*|-T)$`, flag)
}
