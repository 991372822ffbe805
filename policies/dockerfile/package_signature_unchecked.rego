# METADATA
# title: Signatures of packages are not checked
# description: Packages are signed so that a mirror, or whoever stands before it, cannot change them; the build takes them all the same.
# related_resources:
# - ref: https://wiki.debian.org/SecureApt
# custom:
#   kinds: [dockerfile/command]
#   level: warning
#   help: Add the key of the repository, and leave the check on.
#   fix: unsafe
#   equivalents:
#     checkov: [CKV2_DOCKER_7, CKV2_DOCKER_8, CKV2_DOCKER_9, CKV2_DOCKER_10, CKV2_DOCKER_11]
package waylint.rules.dockerfile.package_signature_unchecked

import data.waylint.lib.dockerfile

deny contains object.union(object.union({"at": command.at, "message": message}, option_removed(command, index)), weight(command)) if {
	some command in dockerfile.build_commands
	some index, word in command.node.words
	unchecked(command.node, word)
	not of_the_build(command)
	message := sprintf("%s does not check signatures: %s", [command.node.name, word])
}

# What the build itself has made has nobody's signature.
of_the_build(command) if {
	command.node.name == "apk"
	command.node.arguments[0] == "index"
}

of_the_build(command) if {
	command.node.name == "apk"
	command.node.arguments[0] == "add"
	every word in array.slice(command.node.arguments, 1, count(command.node.arguments)) { regex.match(`^(\.{0,2}|\$.*)/`, word) }
	every other in dockerfile.build_commands { not downloads(command, other) }
}

# What the archive of a release has, whose keys have run out, cannot be checked any more.
weight(command) := {"level": "note"} if archived(command)

# A file that the repository's owner gives away is as good as one that the build has made.
weight(command) := {"owner": owner} if {
	not archived(command)
	owner := makers(command)[0]
}

weight(command) := {} if {
	not archived(command)
	count(makers(command)) == 0
}

archived(command) if {
	some run in dockerfile.runs
	run.at[1] == command.at[1]
	regex.match(`(archive|snapshot)\.debian\.org|old-releases\.ubuntu\.com`, run.node.text)
}

makers(command) := [owner |
	some other in dockerfile.build_commands
	downloads(command, other)
	some file in command.node.words
	regex.match(`^/.*\.(apk|deb|rpm)$`, file)
	file in other.node.words
	some word in other.node.words
	owner := regex.find_all_string_submatch_n(`^https://github\.com/([^/]+)/`, word, 1)[0][1]
]

downloads(command, other) if {
	other.at[1] == command.at[1]
	other.node.name in {"curl", "wget"}
}

unchecked(command, word) if regex.match(options[dockerfile.managers[command.name]], word)

unchecked(command, word) if {
	command.name in {"rpm", "rpmkeys"}
	word in {"--nosignature", "--nodigest", "--nogpgcheck"}
}

options := {
	"apk": `^--allow-untrusted$`,
	"apt": `(?i)^--(allow-unauthenticated|force-yes)$|(AllowUnauthenticated|AllowInsecureRepositories|AllowDowngradeToInsecureRepositories)=(true|yes|1)$`,
	"dnf": `(?i)^--nogpgcheck$|gpgcheck=(0|false|no)$`,
	"zypper": `^--no-gpg-checks?$`,
}

option_removed(command, index) := {"fix": {"title": "check signatures", "safe": false, "edits": edits}} if {
	startswith(command.node.words[index], "--")
	edits := dockerfile.words_removed(command, {index})
} else := {}
