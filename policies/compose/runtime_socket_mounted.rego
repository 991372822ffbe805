# METADATA
# title: Service can command the container runtime
# description: Whoever can write to that socket starts containers as root on the host, whether it is mounted read-only or not.
# related_resources:
# - ref: https://docs.docker.com/engine/security/#docker-daemon-attack-surface
# custom:
#   kinds: [compose/service]
#   level: warning
#   help: Put a proxy before the socket that lets only harmless calls through.
#   equivalents:
#     kics: [dockerCompose/Docker Socket Mounted In Container]
#     semgrep: [yaml.docker-compose.security.exposing-docker-socket-volume.exposing-docker-socket-volume]
package waylint.rules.compose.runtime_socket_mounted

import data.waylint.lib.compose

deny contains {"at": array.concat(service.at, mount.at), "message": message} if {
	some service in compose.services
	some mount in compose.mounts(service.node)
	regex.match(`/(docker|containerd|crio|podman)\.sock$`, mount.source)
	message := sprintf("%s is mounted", [mount.source])
}
