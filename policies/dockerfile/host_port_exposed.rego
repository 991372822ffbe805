# METADATA
# title: EXPOSE maps a port of the host
# description: EXPOSE names ports of the container only; which port of the host leads there is said when the container starts.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/expose-invalid-format/
# custom:
#   kinds: [dockerfile/instruction]
#   level: warning
#   help: Name the container's port alone, and publish it with `docker run -p`.
#   fix: safe
#   equivalents:
#     buildkit: [ExposeInvalidFormat]
#     dockerfilelint: [expose_host_port]
package waylint.rules.dockerfile.host_port_exposed

import data.waylint.lib.dockerfile

deny contains {"at": at, "message": message, "fix": fix} if {
	some instruction in dockerfile.instructions
	some index, port in instruction.node.ports
	port.host
	at := array.concat(instruction.at, ["ports", index, "text"])
	message := sprintf("%s maps a port of the host", [port.text])
	parts := split(port.text, ":")
	alone := parts[count(parts) - 1]
	fix := {"title": "name the container's port alone", "safe": true, "edits": [{"op": "replace", "at": at, "value": alone}]}
}
