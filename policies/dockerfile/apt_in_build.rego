# METADATA
# title: Build uses apt instead of apt-get
# description: "`apt` is made for people: it warns that its output and its options may change, and builds depend on both."
# related_resources:
# - ref: https://manpages.debian.org/apt#SCRIPT_USAGE_AND_DIFFERENCES_FROM_OTHER_APT_TOOLS
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: Use `apt-get` or `apt-cache`.
#   fix: safe
#   equivalents:
#     checkov: [CKV_DOCKER_9]
#     hadolint: [DL3027]
#     kics: [dockerfile/Run Using apt]
#     semgrep: [dockerfile.best-practice.prefer-apt-get.prefer-apt-get]
#     terrascan: [AC_DOCKER_0002]
package waylint.rules.dockerfile.apt_in_build

import data.waylint.lib.dockerfile

deny contains object.union({"at": command.at, "message": message}, fix) if {
	some command in dockerfile.build_commands
	command.node.name == "apt"
	verb := concat("", array.slice(command.node.arguments, 0, 1))
	message := trim_space(sprintf("the build runs apt %s", [verb]))
	fix := fix_of(command, verb)
}

same := {"install", "update", "upgrade", "remove", "purge", "autoremove", "clean", "autoclean", "build-dep", "download", "reinstall"}

fix_of(command, verb) := {"fix": {"title": "use apt-get", "safe": true, "edits": [edit]}} if {
	verb in same
	edit := {"op": "replace", "at": array.concat(command.at, ["words", 0]), "value": "apt-get"}
}

fix_of(_, verb) := {} if not verb in same
