# METADATA
# title: Service's image has no version
# description: An image without a version, or with a tag that moves, is another one after the next pull.
# related_resources:
# - ref: https://docs.docker.com/reference/compose-file/services/#image
# custom:
#   kinds: [compose/service]
#   level: warning
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

deny contains {"at": array.concat(service.at, ["image"]), "message": message} if {
	some service in compose.services
	image := service.node.image
	# It is then only the name of what is built.
	not service.node.build
	not images.is_local(regex.replace(image, `:[^/:]*$`, ""))
	not versioned(image)
	not built_here(image)
	not follows(service.node)
	message := sprintf("image %q has no fixed version", [image])
}

# Who has it pulled every time wants what is newest.
follows(service) if regex.match(`^(always|daily|weekly|every_)`, service.pull_policy)

# Another service of the file builds it.
built_here(image) if {
	some service in compose.services
	service.node.build
	service.node.image == image
}

versioned(image) if contains(image, "@")

# What a variable holds is not known here.
versioned(image) if regex.match(`:[^/]*\$`, image)

versioned(image) if regex.match(`\$[^/:]*$`, image)

versioned(image) if {
	parts := split(image, "/")
	[_, tag] := split(parts[count(parts) - 1], ":")
	not tag in data.waylint.options["compose/image-unversioned"].moving
}
