# METADATA
# title: Base image has no version
# description: >-
#   A base image without a version, or with `latest`, is another one tomorrow: the same Dockerfile then builds a different image, or
#   none at all.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#pin-base-image-versions
# custom:
#   kinds: [dockerfile/stage]
#   level: warning
#   help: Give the image a version other than `latest`, or a digest.
#   equivalents:
#     checkov: [CKV_DOCKER_7]
#     dockerfilelint: [missing_tag, latest_tag]
#     dockle: [DKL-DI-0006]
#     hadolint: [DL3006, DL3007]
#     kics: [dockerfile/Image Version Not Explicit, "dockerfile/Image Version Using 'latest'"]
#     semgrep: [dockerfile.best-practice.missing-image-version.missing-image-version, dockerfile.best-practice.avoid-latest-version.avoid-latest-version]
#     sonar: ["docker:S6596", "docker:S8431"]
#     terrascan: [AC_DOCKER_0041]
#     trivy: [DS-0001]
package waylint.rules.dockerfile.base_image_unversioned

import data.waylint.lib.dockerfile
import data.waylint.lib.images

deny contains object.union(object.union({"at": ["stages", index, "base"], "message": message}, images.made_by(base.image)), weight(index, base)) if {
	some index, stage in input.stages
	base := stage.base
	# A stage, the empty image or a name that only the build knows has no version to give.
	base.stage == null
	not base.scratch
	base.resolved
	not regex.match(`^\$(\{[^}]*\}|\w+)$|[:@][^/]*\$`, base.text)
	base.digest == null
	base.tag in {null, "latest"}
	not images.is_local(base.image)
	not images.names_version(base.image)
	not images.rolling(base.image)
	message := sprintf("base image %s has no fixed version", [base.text])
}

# In a sample, and where developers work, the newest is wanted as often as not.
weight(index, base) := {"level": "note"} if slight(index, base) else := {"level": "note in samples"}

# A stage that lays out folders and files for others to copy, with what every system has.
slight(index, _) if {
	not index in dockerfile.image_stages
	done := [command |
		some instruction in dockerfile.runs
		instruction.at[1] == index
		some command in instruction.node.commands
	]
	count(done) > 0
	every command in done { command.name in plain }
}

# A stage of a plain system that fetches what others copy: that is the same on the next version.
slight(index, base) if {
	not index in dockerfile.image_stages
	base.registry == "docker.io"
	base.repository in {"alpine", "busybox", "debian", "ubuntu"}
	is_copied_from(index)
	done := [command |
		some instruction in dockerfile.runs
		instruction.at[1] == index
		some command in instruction.node.commands
	]
	every command in done { command.name in plain | fetching }
}

# A stage that nothing needs is not built unless somebody asks for it by its name.
slight(index, _) if {
	input.stages[index].final == false
	not index in dockerfile.needed_stages
	every instruction in dockerfile.instructions { not adds(instruction, index) }
}

adds(instruction, index) if {
	instruction.at[1] == index
	instruction.node.instruction in {"RUN", "COPY", "ADD"}
}

# Others may be targets of their own.
is_copied_from(index) if {
	some instruction in dockerfile.instructions
	instruction.node.from.stage == index
}

# Images whose makers name none of their versions, or in which nothing depends on them.
slight(_, base) if regex.match(`(^|/)(busybox[^/]*|distroless/(static|base|base-nossl|cc)|operator-framework/opm|gitpod/workspace-[^/]*|cloud-workstations-images/predefined/[^/]*)$`, base.image)

slight(_, base) if images.newest_only(base.image)

# Podman's name for what was built on the same machine.
slight(_, base) if base.registry == "localhost"

# What is built from the newest source is built on the newest image.
slight(index, _) if {
	some instruction in dockerfile.instructions
	instruction.at[1] == index
	instruction.node.instruction == "ENV"
	some pair in instruction.node.pairs
	pair.value in {"devel", "edge", "nightly", "snapshot"}
}

plain := {
	null, ":", "[", "[[", "addgroup", "adduser", "cat", "cd", "chgrp", "chmod", "chown", "cp", "echo", "exit", "export", "groupadd", "ls",
	"ln", "mkdir", "mktemp", "mv", "printf", "rm", "sed", "set", "test", "touch", "tr", "true", "uname", "useradd",
}

fetching := {
	"apk", "apt", "apt-get", "basename", "bunzip2", "curl", "cut", "dirname", "dpkg", "file", "find", "getent", "git", "gpg", "grep", "gunzip", "gzip",
	"head", "install", "jq", "sha256sum", "sha512sum", "sort", "strip", "tail", "tar", "tee", "update-ca-certificates", "unxz", "unzip", "wget", "xargs",
	"xz", "zstd",
}
