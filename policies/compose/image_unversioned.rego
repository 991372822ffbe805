# METADATA
# title: Service's image has no version
# description: An image without a version, or with a tag that moves, is another one after the next pull.
# related_resources:
# - ref: https://docs.docker.com/reference/compose-file/services/#image
# custom:
#   kinds: [compose/service]
#   level: note
#   help: Give the image a version or a digest.
#   equivalents:
#     dclint: [service-image-require-explicit-tag]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       moving:
#         description: >-
#           Tags that name no version. `lts` and `stable` are a choice of their own, and `test` is what a script builds before it
#           starts the services.
#         type: array
#         items: {type: string}
#         default: [latest, edge, nightly, dev, beta, canary]
package waylint.rules.compose.image_unversioned

import data.waylint.lib.compose
import data.waylint.lib.images

deny contains object.union({"at": array.concat(service.at, ["image"]), "message": message}, images.made_by(service.node.image)) if {
	some service in compose.services
	compose.moves(service.node, {"" | true} | {tag | some tag in data.waylint.options["compose/image-unversioned"].moving})
	# What a database has written is worth more than what runs it, and has a rule of its own.
	not data_outlives(service.node)
	message := sprintf("image %q has no fixed version", [service.node.image])
}

data_outlives(service) if {
	compose.moves(service, {"", "latest"})
	compose.database(service)
}
