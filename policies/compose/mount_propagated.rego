# METADATA
# title: Mounts of the container reach the host
# description: With shared or slave propagation what one side mounts appears on the other, past the borders of the container.
# related_resources:
# - ref: https://docs.docker.com/engine/storage/bind-mounts/#configure-bind-propagation
# custom:
#   kinds: [compose/service]
#   level: note
#   help: Leave the propagation out.
#   fix: safe
#   equivalents:
#     kics: [dockerCompose/Volume Mounted In Multiple Containers]
package waylint.rules.compose.mount_propagated

import data.waylint.lib.compose

deny contains {"at": array.concat(service.at, mount.at), "message": message, "fix": fix} if {
	some service in compose.services
	some mount in compose.mounts(service.node)
	some mode in mount.modes
	mode in {"shared", "rshared", "slave", "rslave"}
	fix := {"title": "keep mounts private", "safe": true, "edits": [private(service, mount, mode)]}
	message := sprintf("mounts are propagated: %s", [mode])
}

private(service, mount, mode) := {
	"op": "replace",
	"at": array.concat(service.at, mount.at),
	"text": mode,
	"value": sprintf("%sprivate", [regex.find_n(`^r?`, mode, 1)[0]]),
} if {
	is_string(service.node.volumes[mount.at[1]])
}

private(service, mount, mode) := {
	"op": "replace",
	"at": array.concat(service.at, array.concat(mount.at, ["bind", "propagation"])),
	"value": sprintf("%sprivate", [regex.find_n(`^r?`, mode, 1)[0]]),
} if {
	is_object(service.node.volumes[mount.at[1]])
}
