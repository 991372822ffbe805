# METADATA
# title: Port for remote administration is exposed
# description: A container is administered from outside through its platform; a login server inside it is one more way in.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#expose
# custom:
#   kinds: [dockerfile/instruction]
#   level: note
#   help: Leave the server out, and use `docker exec` or `kubectl exec`.
#   equivalents:
#     checkov: [CKV_DOCKER_1]
#     kics: ["dockerfile/Exposing Port 22 (SSH)"]
#     sonar: ["docker:S6473"]
#     terrascan: [AC_DOCKER_0026]
#     trivy: [DS-0004]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       ports:
#         description: The ports.
#         type: array
#         items: {type: integer}
#         default: [22, 23, 3389]
package waylint.rules.dockerfile.administration_port_exposed

import data.waylint.lib.dockerfile

deny contains {"at": array.concat(instruction.at, ["ports", index]), "message": message} if {
	some instruction in dockerfile.instructions
	dockerfile.in_image(instruction)
	some index, port in instruction.node.ports
	port.port in data.waylint.options["dockerfile/administration-port-exposed"].ports
	message := sprintf("port %d is for remote administration", [port.port])
}
