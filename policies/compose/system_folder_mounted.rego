# METADATA
# title: Folder of the host's system is mounted
# description: What the container writes there changes the host, and what it reads there are the host's accounts and secrets.
# related_resources:
# - ref: https://docs.docker.com/engine/storage/bind-mounts/
# custom:
#   kinds: [compose/service]
#   level: note
#   help: Mount the one file or folder that is needed, read-only.
#   equivalents:
#     kics: [dockerCompose/Volume Has Sensitive Host Directory]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       watchers:
#         description: >-
#           Images, without registry and version, of programs that are made to watch the host, and of which nothing is said if they
#           mount it read-only. `*` stands for any characters.
#         type: array
#         items: {type: string}
#         default: ["*/cadvisor", "*/node-exporter", "*/node_exporter", datadog/agent, netdata/netdata]
package waylint.rules.compose.system_folder_mounted

import data.waylint.lib.compose

deny contains {"at": array.concat(service.at, mount.at), "message": message} if {
	some service in compose.services
	some mount in compose.mounts(service.node)
	sensitive(mount)
	not watched(service.node, mount)
	message := sprintf("folder %s of the host is mounted", [mount.source])
}

sensitive(mount) if regex.match(`^/(etc|root)?/?$`, mount.source)

sensitive(mount) if {
	regex.match(`^/(bin|boot|lib|lib64|proc|sbin|sys|usr|var|usr/bin|usr/lib|usr/sbin|var/lib|var/lib/docker)/?$`, mount.source)
	not "ro" in mount.modes
}

watched(service, mount) if {
	"ro" in mount.modes
	some pattern in data.waylint.options["compose/system-folder-mounted"].watchers
	compose.is_image(service, pattern)
}
