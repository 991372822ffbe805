# METADATA
# title: Service's image comes from a registry that is not allowed
# description: Images of other registries are neither mirrored nor scanned by the platform, and may be gone tomorrow.
# related_resources:
# - ref: https://docs.docker.com/reference/compose-file/services/#image
# custom:
#   kinds: [compose/service]
#   level: error
#   help: Take the image from a registry that the platform allows.
#   fix: safe
#   platform: [registries]
package waylint.rules.compose.registry_not_allowed

import data.waylint.lib.compose
import data.waylint.lib.images

deny contains object.union({"at": at, "message": message}, fix) if {
	some service in compose.services
	image := service.node.image
	not service.node.build
	not contains(image, "$")
	full := qualified(image)
	images.foreign(images.without_version(full))
	at := array.concat(service.at, ["image"])
	message := sprintf("image %s comes from %s", [image, split(full, "/")[0]])
	fix := fix_of(at, full)
}

# Without a host an image is one of Docker Hub.
qualified(image) := image if regex.match(`^([^/]*[.:][^/]*|localhost)/`, image)

qualified(image) := sprintf("docker.io/%s", [image]) if not regex.match(`^([^/]*[.:][^/]*|localhost)/`, image)

fix_of(at, full) := {"fix": {"title": "take it from the mirror", "safe": true, "edits": [edit]}} if {
	mirror := images.mirror(images.without_version(full))
	version := trim_prefix(full, images.without_version(full))
	edit := {"op": "replace", "at": at, "value": sprintf("%s%s", [mirror, version])}
} else := {}
