# METADATA
# title: Local files are added with ADD
# description: >-
#   ADD also unpacks archives and fetches addresses, so its reader has to know what the sources are. COPY does one thing.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#add-or-copy
# custom:
#   kinds: [dockerfile/instruction]
#   level: note
#   help: Use COPY.
#   fix: safe
#   equivalents:
#     checkov: [CKV_DOCKER_4]
#     dockle: [CIS-DI-0009]
#     hadolint: [DL3020]
#     kics: [dockerfile/Add Instead of Copy]
#     semgrep: [dockerfile.best-practice.prefer-copy-over-add.prefer-copy-over-add]
#     sonar: ["docker:S7029"]
#     terrascan: [AC_DOCKER_0032]
#     trivy: [DS-0005]
package waylint.rules.dockerfile.add_for_local_files

import data.waylint.lib.dockerfile

deny contains {"at": at, "message": "ADD is used for files of the build", "fix": fix} if {
	some instruction in dockerfile.instructions
	instruction.node.instruction == "ADD"
	every source in instruction.node.sources { plain(source) }
	at := array.concat(instruction.at, ["keyword"])
	fix := {"title": "use COPY", "safe": true, "edits": [{"op": "replace", "at": at, "value": copy(instruction.node.keyword)}]}
	not special(instruction.node.flags)
}

# Only ADD has these.
special(flags) if {
	some name in {"checksum", "keep-git-dir", "unpack"}
	flags[name]
}

copy(keyword) := "COPY" if keyword != "add"

copy(keyword) := "copy" if keyword == "add"

plain(source) if is_file(source)

# What a variable holds is not known, but for one that is called a folder.
plain(source) if {
	regex.match(`(?i)^\$(\{\w*(dir|folder|path)\}|\w*(dir|folder|path))/`, source)
	is_file(regex.replace(source, `\$(\{\w+\}|\w+)`, "x"))
}

# Neither an address, nor an archive, nor what only the build knows.
is_file(source) if not regex.match(`(?i)^[a-z+]+://|^git@|\$|\.(tar|tgz|tbz2?|txz|tzst|tar\.[a-z0-9]+|t?gz|bz2|xz|lzma|zst|tlz|tb2|z)$|\.git(#.*)?$|\*$`, source)

is_file(source) if regex.match(`(^|/)\*$`, source)
