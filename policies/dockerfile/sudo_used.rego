# METADATA
# title: Build uses sudo
# description: >-
#   A build step already is what USER says, so sudo does nothing for root; for another user it needs a rule
#   without a password, which stays in the image for whoever gets into the container.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#user
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: Switch with USER around the steps that need root, and leave sudo out of the image.
#   fix: unsafe
#   equivalents:
#     checkov: [CKV2_DOCKER_1]
#     dockerfilelint: [sudo_usage]
#     dockle: [DKL-DI-0001]
#     hadolint: [DL3004]
#     kics: [dockerfile/Run Using Sudo]
#     semgrep: [dockerfile.security.no-sudo-in-dockerfile.no-sudo-in-dockerfile]
#     terrascan: [AC_DOCKER_0007]
#     trivy: [DS-0010]
package waylint.rules.dockerfile.sudo_used

import data.waylint.lib.dockerfile

deny contains object.union({"at": command.at, "message": "the build runs sudo"}, fix_of(command)) if {
	some command in dockerfile.build_commands
	command.node.name == "sudo"
	not as_another(command.node)
}

# As another user than root it takes rights away.
as_another(command) if {
	some flag in command.flags
	regex.match(`^(-[A-Za-z]*u|--user)`, flag)
}

# It does nothing for root; whether the base image is somebody else is not known here.
fix_of(command) := {"fix": {"title": "run it without sudo", "safe": safe, "edits": edits}} if {
	regex.match(`^[A-Za-z0-9_./]`, command.node.words[1])
	not contains(command.node.words[1], "=")
	edits := dockerfile.words_removed(command, {0})
	safe := command.run.node.user in {"root", "0"}
} else := {}
