# METADATA
# title: Two services have one container name
# description: Names of containers are unique on a host, so the second service does not start.
# related_resources:
# - ref: https://docs.docker.com/reference/compose-file/services/#container_name
# custom:
#   kinds: [compose]
#   level: error
#   help: Give each service a name of its own, or leave the name out.
#   equivalents:
#     dclint: [no-duplicate-container-names]
package waylint.rules.compose.duplicate_container_name

import data.waylint.lib.compose

deny contains {"at": array.concat(service.at, ["container_name"]), "message": message, "related": [related]} if {
	some index, service in compose.services
	name := service.node.container_name
	first := min({at | some at, other in compose.services; other.node.container_name == name; together(other, service); not compose.versions(other.node, service.node)})
	first < index
	message := sprintf("container name %q is taken", [name])
	related := {"at": array.concat(compose.services[first].at, ["container_name"]), "message": "the first service of that name"}
}

# Services of different profiles need not run at the same time.
together(one, other) if object.get(one.node, "profiles", []) == object.get(other.node, "profiles", [])

together(one, other) if {
	one != other
	some service in [one, other]
	object.get(service.node, "profiles", []) == []
}
