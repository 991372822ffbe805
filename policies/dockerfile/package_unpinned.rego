# METADATA
# title: Package has no version
# description: >-
#   The same Dockerfile installs another version tomorrow. But distributions drop old versions from their mirrors, so
#   a version that is named breaks the build some day: this is for those who have mirrors or snapshots of their own.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#apt-get
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: Name the version, as in `git=1:2.39.5-0+deb12u1`.
#   equivalents:
#     hadolint: [DL3008, DL3018, DL3033, DL3037, DL3041]
#     kics:
#     - dockerfile/Apt Get Install Pin Version Not Defined
#     - dockerfile/Unpinned Package Version in Apk Add
#     - dockerfile/Yum install Without Version
#     - dockerfile/Missing Version Specification In dnf install
#     - dockerfile/Zypper Install Without Version
#     terrascan: [AC_DOCKER_0033]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       managers:
#         description: Package managers whose packages need a version.
#         type: array
#         items: {enum: [apt, apk, dnf, zypper]}
#         default: []
package waylint.rules.dockerfile.package_unpinned

import data.waylint.lib.dockerfile

deny contains {"at": array.concat(command.at, ["words", item.index]), "message": message} if {
	some command in dockerfile.build_commands
	done := dockerfile.task(command.node)
	done.manager in data.waylint.options["dockerfile/package-unpinned"].managers
	done.verb in {"install", "add", "in", "groupinstall", "localinstall"}
	some item in dockerfile.operands(command.node, {done.verb}, valued)
	unpinned := [name | some name in packages(command.run, item.text); not pinned(done.manager, name)]
	message := sprintf("package %s has no version", [unpinned[0]])
}

# A variable may hold several. What a command prints is not known.
packages(_, word) := [word] if not contains(word, "$")

packages(run, word) := regex.split(`\s+`, trim_space(dockerfile.written_out(run, word))) if {
	contains(word, "$")
	not regex.match("[$][(]|`", word)
}

# Options whose value is the next word.
valued := {"-o", "-t", "--virtual", "--repository", "-X", "-c", "-r", "--repo", "--target-release", "--option", "--from", "--arch", "-p", "--root", "--keys-dir", "--repositories-file", "--enablerepo", "--disablerepo"}

pinned(_, name) if regex.match(`[$]|^\.?/|://|\.(deb|apk|rpm)$|/.*\*|^@`, name)

pinned("apt", name) if regex.match(`=|-$`, name)

pinned("apk", name) if regex.match(`[=<>~@!]`, name)

pinned("dnf", name) if regex.match(`-[0-9]+[.:~^-]|-[0-9]+$`, name)

pinned("zypper", name) if regex.match(`[=<>]`, name)
