# METADATA
# title: Library or tool has no version
# description: The same Dockerfile installs another version tomorrow, with other faults, and nothing in the repository has changed.
# related_resources:
# - ref: https://pip.pypa.io/en/stable/topics/repeatable-installs/
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: Name the version, or install from a file that does.
#   equivalents:
#     hadolint: [DL3013, DL3016, DL3028, DL3062]
#     kics:
#     - dockerfile/Unpinned Package Version in Pip Install
#     - dockerfile/NPM Install Command Without Pinned Version
#     - dockerfile/Gem Install Without Version
#     scorecard: [Pinned-Dependencies]
#     terrascan: [AC_DOCKER_0010]
package waylint.rules.dockerfile.library_unpinned

import data.waylint.lib.dockerfile

deny contains {"at": array.concat(command.at, ["words", library.index]), "message": message} if {
	some command in dockerfile.build_commands
	libraries := unpinned(spelt(command))
	library := libraries[0]
	message := sprintf("%s has no version", [library.text])
}

# With the variables in its words, as far as they are known.
spelt(command) := command.node if {
	every word in command.node.words { not contains(word, "$") }
} else := object.union(command.node, {"words": [dockerfile.written_out(command.run, word) | some word in command.node.words]})

# pip: from a file of requirements or with constraints every version is known.
unpinned(command) := [item |
	some item in dockerfile.operands(command, {"install"}, pip_options)
	not regex.match(`[=<>~]|[$*]|^\.{0,2}/|^\.|/[^@]*$|@|\.(whl|tar\.gz|zip)$`, item.text)
] if {
	dockerfile.pip(command)
	every flag in command.flags { not regex.match(`^(-r.*|--requirements?(=.*)?|-c.*|--constraints?(=.*)?|--group|--require-hashes)$`, flag) }
}

unpinned(command) := [item |
	some item in dockerfile.operands(command, {"install", "i", "add"}, {"--prefix", "--registry", "-w", "--workspace", "--loglevel", "--cache", "-C", "--userconfig"})
	not item.text in {"global", "npm"}
	not regex.match(`^.+@(([0-9]|v[0-9]|[~^<>=]).*|npm:.*)$|[$*]|^\.{0,2}/|^\.|://|^git|#|\.tgz$`, item.text)
] if {
	command.name in {"npm", "pnpm", "yarn"}
	some word in command.arguments
	word in {"install", "i", "add"}
	not command.arguments[0] in {"run", "exec", "config", "cache"}
}

unpinned(command) := [item |
	not versioned(command)
	some item in dockerfile.operands(command, {"install"}, {"-v", "--version", "-i", "--install-dir", "-n", "--bindir", "-s", "--source", "-P", "--platform"})
	not regex.match(`:[0-9]|[$*]|\.gem$|/`, item.text)
] if {
	command.name == "gem"
	command.arguments[0] == "install"
}

unpinned(command) := [item |
	some index, item in dockerfile.operands(command, {"install", "get", "run"}, go_options)
	reaches(command, index)
	regex.match(`^[a-z0-9-]+(\.[a-z0-9-]+)+/`, item.text)
	not regex.match(`@(v?[0-9].*|[0-9a-f]{7,})$|\$`, item.text)
] if {
	command.name == "go"
	command.arguments[0] in {"install", "get", "run"}
}

# Behind the package `go run` has the program's own arguments.
reaches(command, index) if command.arguments[0] != "run"

reaches(_, 0)

versioned(command) if {
	some flag in command.flags
	regex.match(`^(-v|--version(=.*)?)$|^-g`, flag)
}

pip_options := {
	"--abi", "-b", "--build", "-e", "--editable", "--extra-index-url", "-f", "--find-links", "-i", "--index-url",
	"--implementation", "--no-binary", "--only-binary", "--platform", "--prefix", "--progress-bar", "--proxy", "--python",
	"--python-version", "--root", "--root-user-action", "--src", "-t", "--target", "--trusted-host", "--upgrade-strategy",
	"--cache-dir", "--timeout", "--retries", "-C", "--config-settings", "--extra", "-p", "--index",
}

go_options := {"-tags", "-ldflags", "-gcflags", "-mod", "-p", "-o", "-C", "-modfile"}
