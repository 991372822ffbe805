# METADATA
# title: Folder of the host's system is mounted
# description: What the container writes there changes the host, and what it reads there are the host's accounts and secrets.
# related_resources:
# - ref: https://docs.docker.com/engine/storage/bind-mounts/
# custom:
#   kinds: [compose/service]
#   level: warning
#   help: Mount the one file or folder that is needed, read-only.
#   equivalents:
#     kics: [dockerCompose/Volume Has Sensitive Host Directory]
package waylint.rules.compose.system_folder_mounted

import data.waylint.lib.compose

deny contains {"at": array.concat(service.at, mount.at), "message": message} if {
	some service in compose.services
	some mount in compose.mounts(service.node)
	sensitive(mount)
	message := sprintf("folder %s of the host is mounted", [mount.source])
}

sensitive(mount) if regex.match(`^/(etc|root)?/?$`, mount.source)

sensitive(mount) if {
	regex.match(`^/(bin|boot|lib|lib64|proc|sbin|sys|usr|var|usr/bin|usr/lib|usr/sbin|var/lib|var/lib/docker)/?$`, mount.source)
	not "ro" in mount.modes
}
