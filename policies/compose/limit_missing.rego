# METADATA
# title: Service has no limit
# description: One leaking container then takes the memory or the processors of everything else on its host.
# related_resources:
# - ref: https://docs.docker.com/reference/compose-file/deploy/#resources
# custom:
#   kinds: [compose/service]
#   level: warning
#   help: Set it under `deploy.resources.limits`.
#   platform: [resources]
#   equivalents:
#     kics: [dockerCompose/Memory Not Limited, dockerCompose/Cpus Not Limited]
package waylint.rules.compose.limit_missing

import data.waylint.lib.compose

deny contains {"at": service.at, "message": message} if {
	some service in compose.services
	some wanted in data.platform.resources.required
	places := limits[wanted]
	not limited(service.node, places)
	message := sprintf("service %s has no %s", [service.at[1], replace(wanted, "-", " ")])
}

limits := {"memory-limit": ["mem_limit", "memory"], "cpu-limit": ["cpus", "cpus"]}

limited(service, places) if service[places[0]] != null

limited(service, places) if service.deploy.resources.limits[places[1]] != null
