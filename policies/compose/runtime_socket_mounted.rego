# METADATA
# title: Service can command the container runtime
# description: Whoever can write to that socket starts containers as root on the host, whether it is mounted read-only or not.
# related_resources:
# - ref: https://docs.docker.com/engine/security/#docker-daemon-attack-surface
# custom:
#   kinds: [compose/service]
#   level: note
#   help: Put a proxy before the socket that lets only harmless calls through.
#   equivalents:
#     kics: [dockerCompose/Docker Socket Mounted In Container]
#     semgrep: [yaml.docker-compose.security.exposing-docker-socket-volume.exposing-docker-socket-volume]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       drivers:
#         description: >-
#           Images, without registry and version, of programs that have no other way to do what they are for, and of which nothing
#           is said. `*` stands for any characters.
#         type: array
#         items: {type: string}
#         default: ["*/acme-companion", "*/act_runner", "*/all-in-one", "*/autoheal", "*/diun", "*/docker-gen", "*/dockge", "*/dozzle", "*/drone-runner-docker", "*/gitlab-runner", "*/komodo-periphery", "*/ofelia", "*/watchtower", "*/woodpecker-agent", "*/wud", "*socket-proxy", docker, "open-runtimes/*", openruntimes/executor, portainer/*]
package waylint.rules.compose.runtime_socket_mounted

import data.waylint.lib.compose

deny contains {"at": array.concat(service.at, mount.at), "message": message} if {
	some service in compose.services
	some mount in compose.mounts(service.node)
	regex.match(`/(docker|containerd|crio|podman)\.sock$`, mount.source)
	not driver(service.node)
	message := sprintf("%s is mounted: the service is root on its host", [mount.source])
}

driver(service) if {
	some pattern in data.waylint.options["compose/runtime-socket-mounted"].drivers
	compose.is_image(service, pattern)
}
