# METADATA
# title: Certificates are not verified
# description: >-
#   Whoever stands between the build and the server can then answer with anything, and what they send becomes part of the
#   image.
# related_resources:
# - ref: https://curl.se/docs/sslcerts.html
# custom:
#   kinds: [dockerfile]
#   level: warning
#   help: Add the certificate of the authority to the image, and leave verification on.
#   fix: unsafe
#   equivalents:
#     checkov:
#     - CKV2_DOCKER_2
#     - CKV2_DOCKER_3
#     - CKV2_DOCKER_4
#     - CKV2_DOCKER_5
#     - CKV2_DOCKER_6
#     - CKV2_DOCKER_12
#     - CKV2_DOCKER_13
#     - CKV2_DOCKER_14
#     - CKV2_DOCKER_15
#     - CKV2_DOCKER_16
package waylint.rules.dockerfile.verification_off

import data.waylint.lib.dockerfile

deny contains object.union({"at": command.at, "message": message}, flags_removed(command)) if {
	some command in dockerfile.build_commands
	unverified(command.node)
	not local(command.node)
	message := sprintf("%s does not verify certificates", [command.node.name])
}

deny contains {"at": command.at, "message": message} if {
	some command in dockerfile.build_commands
	some name, value in command.node.assignments
	switched_off(name, value)
	message := sprintf("%s turns the verification of certificates off", [name])
}

deny contains {"at": array.concat(instruction.at, ["pairs", index]), "message": message, "fix": fix} if {
	some instruction in dockerfile.instructions
	instruction.node.instruction in {"ENV", "ARG"}
	some index, pair in instruction.node.pairs
	switched_off(pair.name, pair.value)
	# The build may stand behind a proxy with a certificate of its own.
	fix := {"title": "remove it", "safe": false, "edits": dockerfile.pair_removed(instruction, index)}
	message := sprintf("%s turns the verification of certificates off", [pair.name])
}

flags_removed(command) := {"fix": {"title": "verify certificates", "safe": false, "edits": edits}} if {
	edits := dockerfile.words_removed(command, {index |
		some index, word in command.node.words
		word in {"-k", "--insecure", "--proxy-insecure", "--no-check-certificate", "--no-gpg-check-certificate", "--no-strict-ssl", "--strict-ssl=false"}
	})
	count(edits) > 0
} else := {}

unverified(command) if {
	command.name == "curl"
	some flag in command.flags
	regex.match(`^(--insecure|--proxy-insecure|-[fsSLOJvIgiN]*k[fsSLOJvIgiNo]*)$`, flag)
}

unverified(command) if {
	command.name == "wget"
	"--no-check-certificate" in command.flags
}

unverified(command) if {
	regex.match(`^(pip[0-9.]*|python[0-9.]*|uv)$`, command.name)
	some flag in command.flags
	regex.match(`^--(trusted-host|allow-insecure-host)(=|$)`, flag)
}

unverified(command) if {
	command.name in {"npm", "yarn", "pnpm"}
	some index, word in command.words
	regex.match(`^(--)?(strict-ssl|enableStrictSsl)$`, word)
	command.words[index + 1] == "false"
}

unverified(command) if {
	command.name in {"npm", "yarn", "pnpm"}
	some word in command.words
	regex.match(`^(--)?strict-ssl=false$|^--no-strict-ssl$`, word)
}

unverified(command) if {
	command.name == "git"
	some index, word in command.words
	lower(word) == "http.sslverify"
	lower(command.words[index + 1]) in {"false", "0"}
}

unverified(command) if {
	some word in command.words
	dockerfile.managers[command.name]
	regex.match(`(?i)sslverify=(0|false|no)$|Verify-(Peer|Host)=(0|false|no)$|^--no-check-certificate$|^--no-gpg-check-certificate$`, word)
}

# To itself a build may talk as it likes.
local(command) if {
	some word in command.arguments
	regex.match(`^https?://(localhost|127\.|\[::1\])`, word)
}

switched_off("GIT_SSL_NO_VERIFY", value) if not lower(value) in {"", "0", "false"}

switched_off("NODE_TLS_REJECT_UNAUTHORIZED", value) if value == "0"

switched_off("PYTHONHTTPSVERIFY", value) if value == "0"

switched_off("PIP_TRUSTED_HOST", value) if regex.match(`[a-z]`, value)

switched_off(name, value) if {
	upper(name) == "NPM_CONFIG_STRICT_SSL"
	lower(value) in {"false", "0"}
}
