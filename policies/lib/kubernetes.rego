# METADATA
# title: Parts of Kubernetes objects that rules talk about
package waylint.lib.kubernetes

# METADATA
# description: All containers of the document, init and ephemeral ones included, with their places.
containers := waylint.view("kubernetes/container", input)

# METADATA
# description: The containers that run as long as the pod does.
main_containers := waylint.view("kubernetes/main-container", input)

# METADATA
# description: The pod's own settings, wherever its kind keeps them.
pod_specs := waylint.view("kubernetes/pod-spec", input)

# METADATA
# description: Whether an image names a version that is not `latest`, or a digest.
versioned(image) if contains(image, "@")

versioned(image) if {
	tag := image_tag(image)
	tag != "latest"
}

# METADATA
# description: The tag of an image; undefined if it has none. A colon before the last slash belongs to a port.
image_tag(image) := tag if {
	parts := split(image, "/")
	name := split(parts[count(parts) - 1], ":")
	count(name) == 2
	tag := name[1]
	tag != ""
}
