# METADATA
# title: Package is installed past the lock file
# description: >-
#   Nothing records which version was installed, so that the next run may get another, or one that was tampered with.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   kinds: [github/workflow, github/action]
#   level: note
#   help: Install it from a manifest with a lock file, or name its version and checksum.
#   equivalents:
#     scorecard: [Pinned-Dependencies]
#     zizmor: [adhoc-packages]
package waylint.rules.github.package_unlocked

import data.waylint.lib.github

deny contains {"at": command.at, "within": [command.node.from, command.node.to], "message": message} if {
	some command in github.commands
	packages := installed(command.node)
	count(packages) > 0
	message := sprintf("%s is installed past the lock file", [concat(", ", packages)])
}

# Folders, archives, what stands in the workflow and tools that are to be updated are none.
installed(command) := [word |
	some word in rest(command)
	not regex.match(`^[./~$]|^[^@]*/\.|\.(txt|toml|whl|tgz|tar\.gz|gem|lock)$|^(pip|setuptools|wheel|build|-)`, word)
]

rest(command) := array.slice(command.arguments, 1, 1000) if {
	command.name in {"npm", "pnpm"}
	command.arguments[0] in {"install", "i", "add"}
}

rest(command) := array.slice(command.arguments, 1, 1000) if {
	command.name in {"yarn", "bundle", "bun"}
	command.arguments[0] == "add"
}

rest(command) := array.slice(command.arguments, 2, 1000) if {
	command.name == "yarn"
	array.slice(command.arguments, 0, 2) == ["global", "add"]
}

rest(command) := array.slice(command.arguments, 1, 1000) if {
	regex.match(`^pip[0-9.]*$`, command.name)
	command.arguments[0] == "install"
	unlocked(command)
}

rest(command) := array.slice(command.arguments, 2, 1000) if {
	regex.match(`^python[0-9.]*$`, command.name)
	array.slice(command.arguments, 0, 2) == ["pip", "install"]
	"-m" in command.flags
	unlocked(command)
}

rest(command) := array.slice(command.arguments, 1, 1000) if {
	command.name == "gem"
	command.arguments[0] == "install"
}

unlocked(command) if {
	every flag in command.flags { not regex.match(`^(-r|--requirement|-e|--editable|--require-hashes|-c|--constraint|--group)`, flag) }
}
