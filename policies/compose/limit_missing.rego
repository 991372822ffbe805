# METADATA
# title: Service has no limit
# description: One leaking container then takes the memory or the processors of everything else on its host.
# related_resources:
# - ref: https://docs.docker.com/reference/compose-file/deploy/#resources
# custom:
#   kinds: [compose/service]
#   level: warning
#   help: Set it under `deploy.resources.limits`.
#   fix: unsafe
#   platform: [resources]
#   equivalents:
#     kics: [dockerCompose/Memory Not Limited, dockerCompose/Cpus Not Limited]
package waylint.rules.compose.limit_missing

import data.waylint.lib.compose

deny contains object.union({"at": service.at, "message": message}, fix_of(service, wanted, places)) if {
	some service in compose.services
	some wanted in data.platform.resources.required
	places := limits[wanted]
	not limited(service.node, places)
	message := sprintf("service %s has no %s", [service.at[1], replace(wanted, "-", " ")])
}

limits := {"memory-limit": ["mem_limit", "memory"], "cpu-limit": ["cpus", "cpus"]}

limited(service, places) if service[places[0]] != null

limited(service, places) if service.deploy.resources.limits[places[1]] != null

# Kubernetes writes sizes and parts of a core in units of its own.
fix_of(service, wanted, places) := {"fix": {"title": sprintf("set %s", [places[1]]), "safe": false, "edits": [edit]}} if {
	value := compose_unit(sprintf("%v", [data.platform.resources.defaults[wanted]]))
	edit := {"op": "add", "at": array.concat(service.at, ["deploy", "resources", "limits", places[1]]), "value": value}
} else := {}

compose_unit(given) := regex.replace(given, `^([0-9]+)([KMG])i$`, "$1$2") if regex.match(`^[0-9.]+([KMG]i)?$`, given)

compose_unit(given) := sprintf("%v", [to_number(trim_suffix(given, "m")) / 1000]) if regex.match(`^[0-9]+m$`, given)
