# METADATA
# title: Database has no version
# description: >-
#   A database reads what its own major version has written, and often nothing else. Without a version, or with `latest`, the next
#   pull may bring one that does not start on the data that is there, or that the old one cannot follow.
# related_resources:
# - ref: https://docs.docker.com/reference/compose-file/services/#image
# custom:
#   kinds: [compose/service]
#   level: warning
#   help: Give the image at least its major version, such as `postgres:18`.
#   equivalents:
#     dclint: [service-image-require-explicit-tag]
package waylint.rules.compose.database_unversioned

import data.waylint.lib.compose

deny contains {"at": array.concat(service.at, ["image"]), "message": message} if {
	some service in compose.services
	compose.moves(service.node, {"", "latest"})
	compose.database(service.node)
	message := sprintf("database %q keeps its data, and has no fixed version", [service.node.image])
}
