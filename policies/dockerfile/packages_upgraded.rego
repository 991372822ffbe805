# METADATA
# title: All packages of the base image are upgraded
# description: >-
#   What the image holds then depends on the day it is built, and the layer of the base image is stored twice. A newer base
#   image brings the same.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#apt-get
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: Move to a newer base image, or upgrade the one package that has to be.
#   fix: unsafe
#   equivalents:
#     dockerfilelint: [apt-get-upgrade, apt-get-dist-upgrade]
#     dockle: [DKL-DI-0003]
#     hadolint: [DL3035]
#     kics:
#     - dockerfile/Run Using Upgrade Commands
#     - dockerfile/Run Using dnf Update
#     - dockerfile/Use of Apk Upgrade
#     - dockerfile/Yum Update Enabled
#     - dockerfile/Run Using Zypper Update
#     semgrep:
#     - dockerfile.best-practice.avoid-apt-get-upgrade.avoid-apt-get-upgrade
#     - dockerfile.best-practice.avoid-apk-upgrade.avoid-apk-upgrade
#     - dockerfile.best-practice.avoid-dnf-update.avoid-dnf-update
#     - dockerfile.best-practice.avoid-yum-update.avoid-yum-update
#     - dockerfile.best-practice.avoid-zypper-update.avoid-zypper-update
#     terrascan: [AC_DOCKER_0003, AC_DOCKER_0029, AC_DOCKER_0039, AC_DOCKER_0052]
#     trivy: [DS-0024]
package waylint.rules.dockerfile.packages_upgraded

import data.waylint.lib.dockerfile

deny contains {"at": command.at, "message": message, "fix": fix} if {
	some command in dockerfile.build_commands
	verb := [word | some word in command.node.arguments; word in verbs[dockerfile.managers[command.node.name]]][0]
	not named(command.node, verb)
	fix := {"title": "remove it", "safe": false, "edits": [{"op": "remove", "at": command.at}]}
	message := sprintf("%s %s upgrades everything", [command.node.name, verb])
}

verbs := {
	"apt": {"upgrade", "dist-upgrade", "full-upgrade"},
	"apk": {"upgrade"},
	"dnf": {"update", "upgrade", "distro-sync"},
	"zypper": {"update", "up", "patch", "dist-upgrade", "dup"},
}

# Only what is named.
named(command, verb) if count(dockerfile.operands(command, {verb}, {"-o", "-t", "-r", "-c", "-X", "--repository", "--repo", "--enablerepo", "--disablerepo"})) > 0
