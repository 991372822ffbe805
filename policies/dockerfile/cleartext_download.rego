# METADATA
# title: Download is not encrypted
# description: Everyone on the way can change what is downloaded, and nothing behind it in this step checks it.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   kinds: [dockerfile]
#   level: note
#   help: Use `https`, or compare the file with a checksum.
#   fix: unsafe
#   equivalents:
#     sonar: ["docker:S5332"]
package waylint.rules.dockerfile.cleartext_download

import data.waylint.lib.dockerfile

deny contains {"at": command.at, "message": message, "fix": fix} if {
	some command in dockerfile.build_commands
	fetches(command.node)
	some index, word in command.node.words
	cleartext(word)
	not verified(command.run.node)
	fix := encrypted(array.concat(command.at, ["words", index]), word)
	message := sprintf("%s is not encrypted", [regex.find_n(`(http|ftp)://[^\s/]*`, word, 1)[0]])
}

deny contains {"at": array.concat(instruction.at, ["sources", index]), "message": message, "fix": fix} if {
	some instruction in dockerfile.instructions
	instruction.node.instruction == "ADD"
	not instruction.node.flags.checksum
	some index, source in instruction.node.sources
	cleartext(source)
	fix := encrypted(array.concat(instruction.at, ["sources", index]), source)
	message := sprintf("%s is not encrypted", [regex.find_n(`^(http|ftp)://[^\s/]*`, source, 1)[0]])
}

fetches(command) if command.name in {"curl", "wget", "git", "npm", "yarn", "gem", "go", "rpm", "aria2c"}

fetches(command) if regex.match(`^pip[0-9.]*$`, command.name)

# What stands in a network of one's own, or is a proxy, is not known here.
cleartext(word) if {
	regex.match(`^(-[a-z-]+=)?(http|ftp)://[a-zA-Z0-9-]+\.[a-zA-Z0-9.-]+`, word)
	not regex.match(`://(127\.|10\.|192\.168\.|172\.(1[6-9]|2[0-9]|3[01])\.|0\.0\.0\.0|169\.254\.|[^/]*\.(local|internal|svc|test|lan)([/:]|$)|localhost)`, word)
	not regex.match(`^--?(proxy|x)`, word)
}

verified(run) if {
	some command in run.commands
	regex.match(`^((sha[0-9]*|md5|b2)sum|shasum|gpgv?2?|cosign|minisign)$`, command.name)
}

# Whether the server has a certificate is not known here.
encrypted(at, word) := {"title": "use https", "safe": false, "edits": [edit]} if {
	edit := {"op": "replace", "at": at, "text": sprintf("%s://", [regex.find_n(`http|ftp`, word, 1)[0]]), "value": "https://"}
}
