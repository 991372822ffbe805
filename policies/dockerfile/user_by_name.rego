# METADATA
# title: Image's user is known by name only
# description: >-
#   Kubernetes cannot see that a name is not root, so a pod that asks for `runAsNonRoot` does not start unless it gives the
#   number itself.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# custom:
#   kinds: [dockerfile]
#   level: note
#   help: End with the number of the user, such as `USER 10001`.
#   equivalents:
#     hadolint: [DL3066]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       every:
#         type: boolean
#         description: Whether users that hold while the image is built, root among them, and variables count too.
#         default: false
package waylint.rules.dockerfile.user_by_name

import data.waylint.lib.dockerfile

deny contains {"at": array.concat(last.at, ["user"]), "message": message} if {
	regex.match(`^[A-Za-z_]`, last.node.user)
	not last.node.user == "root"
	message := sprintf("user %s is a name, not a number", [last.node.user])
}

deny contains {"at": array.concat(instruction.at, ["user"]), "message": message} if {
	data.waylint.options["dockerfile/user-by-name"].every
	some instruction in dockerfile.instructions
	instruction.node.instruction == "USER"
	not regex.match(`^[0-9]+$`, instruction.node.user)
	message := sprintf("user %s is a name, not a number", [instruction.node.user])
}

# What holds at the end of the image.
last := users[count(users) - 1] if {
	users := [instruction |
		some instruction in dockerfile.instructions
		instruction.node.instruction == "USER"
		dockerfile.in_image(instruction)
	]
}
