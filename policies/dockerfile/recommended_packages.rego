# METADATA
# title: Recommended packages are installed as well
# description: Debian's packages recommend others that they work without; installed they make the image larger, and more in it can be attacked.
# related_resources:
# - ref: https://manpages.debian.org/apt-get
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: Give it `--no-install-recommends`, and name what is needed all the same.
#   fix: safe
#   equivalents:
#     dockerfilelint: [apt-get_recommends]
#     hadolint: [DL3015]
#     kics: [dockerfile/APT-GET Not Avoiding Additional Packages]
#     semgrep: [dockerfile.best-practice.missing-no-install-recommends.missing-no-install-recommends]
#     terrascan: [AC_DOCKER_0014]
#     trivy: [DS-0029]
package waylint.rules.dockerfile.recommended_packages

import data.waylint.lib.dockerfile

deny contains {"at": command.at, "message": message, "fix": fix} if {
	some command in dockerfile.build_commands
	command.node.name in {"apt-get", "apt"}
	dockerfile.task(command.node).verb == "install"
	not declined(command.node)
	not configured(command)
	message := sprintf("%s install takes what packages recommend", [command.node.name])
	fix := dockerfile.option_added(command.at, command.node, "install", "--no-install-recommends")
}

declined(command) if {
	some word in command.words
	regex.match(`(?i)^--(no-)?install-recommends(=.*)?$|Install-Recommends=`, word)
}

# A variable that holds options may hold this one.
declined(command) if {
	some word in command.words
	regex.match(`(?i)^\$.*(opt|flag|arg)`, word)
}

configured(command) if {
	some instruction in input.stages[command.run.at[1]].instructions
	regex.match(`(?i)APT::Install-Recommends`, instruction.text)
}
