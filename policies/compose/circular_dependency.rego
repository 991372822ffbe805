# METADATA
# title: Services wait for each other
# description: No service of the circle can start first, so Compose refuses the file.
# related_resources:
# - ref: https://docs.docker.com/reference/compose-file/services/#depends_on
# custom:
#   kinds: [compose]
#   level: error
#   help: Remove one of the dependencies.
package waylint.rules.compose.circular_dependency

import data.waylint.lib.compose

needs[name] := {dependency.name | some dependency in compose.dependencies(service)} if some name, service in input.services

deny contains {"at": array.concat(["services", name], dependency.at), "message": message} if {
	some name, service in input.services
	some dependency in compose.dependencies(service)
	name in graph.reachable(needs, {dependency.name})
	message := sprintf("%s waits for %s, and that for %s", [name, dependency.name, name])
}
