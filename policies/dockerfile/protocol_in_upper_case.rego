# METADATA
# title: Protocol of a port is not in lower case
# description: Everywhere else protocols of ports are written small, and some readers compare them as they are.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/expose-proto-casing/
# custom:
#   kinds: [dockerfile/instruction]
#   level: note
#   help: Write `tcp`, `udp` or `sctp`.
#   fix: safe
#   equivalents:
#     buildkit: [ExposeProtoCasing]
package waylint.rules.dockerfile.protocol_in_upper_case

import data.waylint.lib.dockerfile

deny contains {"at": at, "message": message, "fix": fix} if {
	some instruction in dockerfile.instructions
	some index, port in instruction.node.ports
	port.protocol != lower(port.protocol)
	at := array.concat(instruction.at, ["ports", index, "protocol"])
	message := sprintf("protocol %s is not in lower case", [port.protocol])
	whole := array.concat(instruction.at, ["ports", index, "text"])
	fix := {"title": "write it in lower case", "safe": true, "edits": [{"op": "replace", "at": whole, "value": lower(port.text)}]}
}
