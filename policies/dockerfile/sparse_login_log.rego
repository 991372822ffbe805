# METADATA
# title: Account with a high number makes the image huge
# description: useradd writes login records up to the number of the account; the files are sparse, and a layer stores them in full.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#user
# custom:
#   kinds: [dockerfile/command]
#   level: warning
#   help: Give useradd `--no-log-init`.
#   fix: safe
#   equivalents:
#     hadolint: [DL3046]
package waylint.rules.dockerfile.sparse_login_log

import data.waylint.lib.dockerfile

deny contains {"at": command.at, "message": message, "fix": fix} if {
	some command in dockerfile.build_commands
	command.node.name == "useradd"
	every flag in command.node.flags { not regex.match(`^(-[a-zA-Z]*l[a-zA-Z]*|--no-log-init)$`, flag) }
	some number in numbers(command.node)
	to_number(number) > 99999
	message := sprintf("number %s makes useradd write large logs", [number])
	fix := dockerfile.option_added(command.at, command.node, command.node.words[0], "--no-log-init")
}

numbers(command) := array.concat(
	[word |
		some index, word in command.words
		index > 0
		regex.match(`^(-[a-zA-Z]*u|--uid)$`, command.words[index - 1])
		regex.match(`^[0-9]+$`, word)
	],
	[trim_prefix(word, "--uid=") |
		some word in command.words
		regex.match(`^--uid=[0-9]+$`, word)
	],
)
