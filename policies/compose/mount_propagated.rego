# METADATA
# title: Mounts of the container reach the host
# description: With shared or slave propagation what one side mounts appears on the other, past the borders of the container.
# related_resources:
# - ref: https://docs.docker.com/engine/storage/bind-mounts/#configure-bind-propagation
# custom:
#   kinds: [compose/service]
#   level: note
#   help: Leave the propagation out.
#   equivalents:
#     kics: [dockerCompose/Volume Mounted In Multiple Containers]
package waylint.rules.compose.mount_propagated

import data.waylint.lib.compose

deny contains {"at": array.concat(service.at, mount.at), "message": message} if {
	some service in compose.services
	some mount in compose.mounts(service.node)
	some mode in mount.modes
	mode in {"shared", "rshared", "slave", "rslave"}
	message := sprintf("mounts are propagated: %s", [mode])
}
