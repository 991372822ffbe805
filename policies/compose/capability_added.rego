# METADATA
# title: Service may do what only the host should
# description: With one of these capabilities a process in the container can take over the host.
# related_resources:
# - ref: https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities
# custom:
#   kinds: [compose/service]
#   level: note
#   help: Remove the capability, or give the one that the service needs.
#   fix: unsafe
#   equivalents:
#     kics: [dockerCompose/Container Capabilities Unrestricted]
package waylint.rules.compose.capability_added

import data.waylint.lib.compose

deny contains {"at": array.concat(service.at, ["cap_add", index]), "message": message, "fix": fix} if {
	some service in compose.services
	some index, capability in service.node.cap_add
	trim_prefix(upper(capability), "CAP_") in {"ALL", "BPF", "DAC_READ_SEARCH", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO"}
	message := sprintf("capability %s is added", [capability])
	at := {true: ["cap_add"], false: ["cap_add", index]}[count(service.node.cap_add) == 1]
	fix := {"title": sprintf("remove %s", [capability]), "safe": false, "edits": [{"op": "remove", "at": array.concat(service.at, at)}]}
}
