# METADATA
# title: WORKDIR is relative to an unknown folder
# description: >-
#   Without an absolute WORKDIR before it the path starts wherever the base image happens to end, and moves with
#   it.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/workdir-relative-path/
# custom:
#   kinds: [dockerfile/instruction]
#   level: note
#   help: Write the path from `/`.
#   fix: unsafe
#   equivalents:
#     buildkit: [WorkdirRelativePath]
#     checkov: [CKV_DOCKER_10]
#     dockerfilelint: [invalid_workdir]
#     hadolint: [DL3000]
#     kics: [dockerfile/WORKDIR Path Not Absolute]
#     sonar: ["docker:S7021"]
#     terrascan: [AC_DOCKER_0013]
#     trivy: [DS-0009]
package waylint.rules.dockerfile.relative_workdir

import data.waylint.lib.dockerfile

deny contains {"at": array.concat(instruction.at, ["path"]), "message": message, "fix": fix} if {
	some instruction in dockerfile.instructions
	instruction.node.instruction == "WORKDIR"
	instruction.node.workdir == null
	path := instruction.node.path
	# A folder of Linux, of Windows, or one that only the build knows.
	not regex.match(`^(/|\\|[A-Za-z]:|\$|%)`, path)
	not starts_in_folder(instruction)
	message := sprintf("%s is relative, and no WORKDIR before it is absolute", [path])
	# Most base images end in the root folder.
	fix := {"title": "write it from /", "safe": false, "edits": [{
		"op": "replace",
		"at": array.concat(instruction.at, ["path"]),
		"value": sprintf("/%s", [trim_prefix(path, "./")]),
	}]}
}

# These images name a folder themselves, and what is relative lies below it.
starts_in_folder(instruction) if {
	base := dockerfile.base_of(instruction)
	base.registry == "docker.io"
	base.repository in {"caddy", "composer", "drupal", "ghost", "golang", "gradle", "nextcloud", "php", "redis", "tomcat", "wordpress"}
}
