# METADATA
# title: Image never leaves root
# description: >-
#   The base image starts as root and nothing changes that: the process owns every file of the image, and the node as well
#   once it breaks out.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#user
# custom:
#   kinds: [dockerfile]
#   level: note
#   help: Create a user, and name it with USER in the last stage.
#   fix: unsafe
#   equivalents:
#     checkov: [CKV_DOCKER_3]
#     dockle: [CIS-DI-0001]
#     kics: [dockerfile/Missing User Instruction]
#     semgrep:
#     - dockerfile.security.missing-user.missing-user
#     - dockerfile.security.missing-user-entrypoint.missing-user-entrypoint
#     sonar: ["docker:S6471"]
#     trivy: [DS-0002]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       user:
#         description: The user, or its number, that a fix ends the image with.
#         type: string
package waylint.rules.dockerfile.user_missing

import data.waylint.lib.dockerfile

deny contains object.union({"at": ["stages", index, "base"], "message": message}, fix_of(index, stage)) if {
	some index, stage in input.stages
	stage.final
	stage.user == null
	starts_as_root(dockerfile.first_base)
	runs_something
	not dockerfile.steps_down
	message := sprintf("no USER follows, and %s starts as root", [dockerfile.first_base.image])
}

# An image without a command carries files for others.
runs_something if {
	some instruction in dockerfile.instructions
	dockerfile.in_image(instruction)
	instruction.node.instruction in {"CMD", "ENTRYPOINT"}
}

starts_as_root(base) if base.scratch

# Distributions and languages; what others do is not known here.
starts_as_root(base) if {
	base.registry == "docker.io"
	base.repository in {
		"almalinux", "alpine", "amazoncorretto", "amazonlinux", "archlinux", "buildpack-deps", "busybox", "centos", "clojure",
		"dart", "debian", "eclipse-temurin", "elixir", "erlang", "fedora", "gcc", "golang", "gradle", "groovy", "haskell",
		"julia", "maven", "mono", "node", "openjdk", "oraclelinux", "perl", "php", "python", "r-base", "rockylinux", "ruby",
		"rust", "sapmachine", "swift", "ubuntu",
	}
}

starts_as_root(base) if {
	base.registry == "gcr.io"
	startswith(base.repository, "distroless/")
	not contains(base.text, "nonroot")
}

starts_as_root(base) if {
	base.registry == "mcr.microsoft.com"
	regex.match(`^dotnet/(aspnet|runtime|sdk|runtime-deps)$`, base.repository)
	not contains(base.text, "chiseled")
}

fix_of(index, stage) := {"fix": {"title": sprintf("end the stage with USER %s", [user]), "safe": false, "edits": [edit]}} if {
	user := data.waylint.options["dockerfile/user-missing"].user
	# Before what is run.
	at := min({at | some at, instruction in stage.instructions; instruction.instruction in {"CMD", "ENTRYPOINT"}})
	edit := {"op": "add", "at": ["stages", index, "instructions", at], "value": sprintf("USER %s", [user])}
} else := {}
