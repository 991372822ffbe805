# METADATA
# title: Image runs as root
# description: >-
#   A process that runs as root in a container owns every file of the image, and the node as well once it breaks out.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#user
# custom:
#   kinds: [dockerfile]
#   level: note
#   help: End the last stage with a USER other than root.
#   fix: unsafe
#   equivalents:
#     checkov: [CKV_DOCKER_8]
#     dockle: [CIS-DI-0001]
#     hadolint: [DL3002]
#     kics: ["dockerfile/Last User Is 'root'"]
#     semgrep: [dockerfile.security.last-user-is-root.last-user-is-root]
#     sonar: ["docker:S6471"]
#     terrascan: [AC_DOCKER_0005]
#     trivy: [DS-0002]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       user:
#         description: The user, or its number, that a fix ends the image with where the file names none before root.
#         type: string
package waylint.rules.dockerfile.root_user

import data.waylint.lib.dockerfile

deny contains object.union({"at": ["stages", index, "user"], "message": message}, fix_of(index)) if {
	some index, stage in input.stages
	stage.final
	is_root(stage.user)
	not dockerfile.steps_down
	message := sprintf("the image ends with the user %s", [stage.user])
}

is_root(user) if regex.match(`^(root|0)(:.*)?$`, user)

fix_of(index) := {"fix": {"title": sprintf("end the stage with USER %s", [user]), "safe": false, "edits": [edit]}} if {
	user := last_other(index)
	edit := {"op": "add", "at": ["stages", index, "instructions", count(input.stages[index].instructions)], "value": sprintf("USER %s", [user])}
} else := {}

# Who was the user before is probably who it should be again.
last_other(index) := users[count(users) - 1] if {
	users := [concat(":", [part | some part in [instruction.node.user, instruction.node.group]; part != null]) |
		some instruction in dockerfile.instructions
		instruction.node.instruction == "USER"
		instruction.at[1] == index
		not is_root(instruction.node.user)
	]
} else := data.waylint.options["dockerfile/root-user"].user
