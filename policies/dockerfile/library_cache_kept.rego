# METADATA
# title: Cache of a library manager stays in the image
# description: What pip or Yarn keep for the next install is of no use in an image, and part of it for good.
# related_resources:
# - ref: https://pip.pypa.io/en/stable/topics/caching/
# custom:
#   kinds: [dockerfile]
#   level: note
#   help: Give pip `--no-cache-dir`, end with `yarn cache clean`, or mount a cache at that folder.
#   fix: safe
#   equivalents:
#     hadolint: [DL3042, DL3060]
#     kics: [dockerfile/Pip install Keeping Cached Packages]
#     semgrep: [dockerfile.best-practice.missing-pip-no-cache-dir.missing-pip-no-cache-dir]
#     terrascan: [AC_DOCKER_0031]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       every:
#         type: boolean
#         description: Whether stages that are not in the image count too.
#         default: false
package waylint.rules.dockerfile.library_cache_kept

import data.waylint.lib.dockerfile

deny contains {"at": run.at, "message": "pip leaves its cache in the image", "fix": fix} if {
	some run in dockerfile.runs
	dockerfile.counts("dockerfile/library-cache-kept", run.at[1])
	edits := [edit |
		some index, command in run.node.commands
		dockerfile.pip(command)
		not command.name == "uv"
		not without_cache(run, command)
		edit := dockerfile.option_added(array.concat(run.at, ["commands", index]), command, "install", "--no-cache-dir").edits[0]
	]
	count(edits) > 0
	not removed(run.node, `\.cache`)
	not mounted(run.node, `\.cache(/pip)?/?$|pip`)
	fix := {"title": "add --no-cache-dir", "safe": true, "edits": edits}
}

deny contains {"at": run.at, "message": "yarn leaves its cache in the image", "fix": fix} if {
	some run in dockerfile.runs
	dockerfile.counts("dockerfile/library-cache-kept", run.at[1])
	some command in run.node.commands
	command.name == "yarn"
	installs(command)
	not cleaned(run.node)
	not removed(run.node, `\.cache|yarn`)
	not mounted(run.node, `\.cache|yarn`)
	fix := dockerfile.command_appended(run, "yarn cache clean")
}

installs(command) if "install" in command.arguments

without_cache(run, command) if {
	some flag in command.flags
	regex.match(`^--no-cache(-dir)?(=.*)?$`, flag)
}

without_cache(_, command) if {
	some word in command.words
	regex.match(`(?i)^\$.*(opt|flag|arg)`, word)
}

without_cache(_, command) if regex.match(`(?i)^(1|true|on|yes|off|0|false|no)$`, command.assignments.PIP_NO_CACHE_DIR)

without_cache(run, _) if {
	some other in run.node.commands
	other.name in {"export", "pip", "pip3"}
	some word in other.words
	regex.match(`^PIP_NO_CACHE_DIR=|^purge$|^[^-].*no-cache-dir`, word)
}

# Set for the whole stage, by itself or by one it is built from.
without_cache(run, _) if {
	some instruction in dockerfile.instructions
	instruction.at[1] in graph.reachable(dockerfile.bases, {run.at[1]})
	instruction.node.instruction in {"ENV", "ARG"}
	some pair in instruction.node.pairs
	pair.name == "PIP_NO_CACHE_DIR"
}

removed(run, folder) if {
	some command in run.commands
	command.name in {"rm", "find"}
	some word in command.arguments
	regex.match(folder, word)
}

cleaned(run) if {
	some command in run.commands
	command.name == "yarn"
	"clean" in command.arguments
	"cache" in command.arguments
}

mounted(run, folder) if {
	some mount in run.mounts
	mount.type in {"cache", "tmpfs"}
	regex.match(folder, mount.target)
}
