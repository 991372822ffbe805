# METADATA
# title: Compose service is privileged
# description: A privileged container can do to the host whatever root on the host can.
# related_resources:
# - ref: https://docs.docker.com/reference/compose-file/services/#privileged
# custom:
#   kinds: [compose/service]
#   level: note
#   help: Remove `privileged`, and add under `cap_add` what the service needs.
#   fix: unsafe
#   equivalents:
#     kics: [dockerCompose/Privileged Containers Enabled]
#     semgrep: [yaml.docker-compose.security.privileged-service.privileged-service]
package waylint.rules.compose.privileged_service

import data.waylint.lib.compose

deny contains {"at": at, "message": "the service is privileged", "fix": fix} if {
	some service in compose.services
	service.node.privileged == true
	at := array.concat(service.at, ["privileged"])
	fix := {"title": "remove it", "safe": false, "edits": [{"op": "remove", "at": at}]}
}
