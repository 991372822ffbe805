# METADATA
# title: Service runs without the confinement of the kernel
# description: >-
#   These profiles keep a container from calls that break out of it; without them one fault of the kernel is enough.
# related_resources:
# - ref: https://docs.docker.com/engine/security/seccomp/
# custom:
#   kinds: [compose/service]
#   level: note
#   help: Remove the option, or name a profile that allows what the service needs.
#   fix: unsafe
#   equivalents:
#     kics: [dockerCompose/Default Seccomp Profile Disabled]
#     semgrep:
#     - yaml.docker-compose.security.seccomp-confinement-disabled.seccomp-confinement-disabled
#     - yaml.docker-compose.security.selinux-separation-disabled.selinux-separation-disabled
package waylint.rules.compose.confinement_off

import data.waylint.lib.compose

deny contains {"at": at, "message": message, "fix": fix} if {
	some service in compose.services
	some index, option in service.node.security_opt
	regex.match(`^((seccomp|apparmor|systempaths)[:=]unconfined|label[:=]disable)$`, option)
	at := array.concat(service.at, ["security_opt", index])
	message := sprintf("security option %s takes a protection of the host away", [option])
	fix := {"title": "remove it", "safe": false, "edits": [{"op": "remove", "at": at}]}
}
