# Rules as a team writes them for its workloads: one module, fields and lists, a message each. What the speed of
# interpreters is compared on.
package platform

registries := {"registry.example.com", "ghcr.io", "quay.io"}

allowed_capabilities := {"NET_BIND_SERVICE", "CHOWN"}

required_labels := {"app.kubernetes.io/name", "app.kubernetes.io/version", "team"}

pod := input.spec if input.kind == "Pod"

pod := input.spec.template.spec if input.kind in {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"}

pod := input.spec.jobTemplate.spec.template.spec if input.kind == "CronJob"

name := object.get(input.metadata, "name", "unnamed")

containers contains container if some container in pod.containers

containers contains container if some container in pod.initContainers

# From the last slash on, so that the port of a registry is no tag.
tag(image) := split(last_part(image), ":")[1]

last_part(image) := parts[count(parts) - 1] if parts := split(image, "/")

registry(image) := parts[0] if {
	parts := split(image, "/")
	count(parts) > 1
	contains(parts[0], ".")
} else := "docker.io"

image_latest contains message if {
	some container in containers
	tag(container.image) == "latest"
	message := sprintf("%s: container %s runs the image latest", [name, container.name])
}

image_untagged contains message if {
	some container in containers
	not tag(container.image)
	not contains(container.image, "@sha256:")
	message := sprintf("%s: container %s runs an image without a tag", [name, container.name])
}

image_foreign contains message if {
	some container in containers
	not registry(container.image) in registries
	message := sprintf("%s: container %s runs an image of %s", [name, container.name, registry(container.image)])
}

cpu_unrequested contains message if {
	some container in containers
	not container.resources.requests.cpu
	message := sprintf("%s: container %s requests no CPU", [name, container.name])
}

memory_unrequested contains message if {
	some container in containers
	not container.resources.requests.memory
	message := sprintf("%s: container %s requests no memory", [name, container.name])
}

memory_unlimited contains message if {
	some container in containers
	not container.resources.limits.memory
	message := sprintf("%s: container %s has no limit of memory", [name, container.name])
}

cpu_limit_without_request contains message if {
	some container in containers
	container.resources.limits.cpu
	not container.resources.requests.cpu
	message := sprintf("%s: container %s limits CPU and requests none", [name, container.name])
}

privileged contains message if {
	some container in containers
	container.securityContext.privileged == true
	message := sprintf("%s: container %s is privileged", [name, container.name])
}

escalation contains message if {
	some container in containers
	not container.securityContext.allowPrivilegeEscalation == false
	message := sprintf("%s: container %s may gain privileges", [name, container.name])
}

as_root contains message if {
	some container in containers
	container.securityContext.runAsUser == 0
	message := sprintf("%s: container %s runs as root", [name, container.name])
}

non_root(container) if container.securityContext.runAsNonRoot == true

non_root(_) if pod.securityContext.runAsNonRoot == true

maybe_root contains message if {
	some container in containers
	not non_root(container)
	message := sprintf("%s: container %s may run as root", [name, container.name])
}

writable_root contains message if {
	some container in containers
	not container.securityContext.readOnlyRootFilesystem
	message := sprintf("%s: container %s may write to its root", [name, container.name])
}

drops_all(container) if {
	some capability in container.securityContext.capabilities.drop
	upper(capability) == "ALL"
}

capabilities_kept contains message if {
	some container in containers
	not drops_all(container)
	message := sprintf("%s: container %s keeps its capabilities", [name, container.name])
}

capability_added contains message if {
	some container in containers
	some capability in container.securityContext.capabilities.add
	not capability in allowed_capabilities
	message := sprintf("%s: container %s adds the capability %s", [name, container.name, capability])
}

host_network contains message if {
	pod.hostNetwork
	message := sprintf("%s: uses the network of its host", [name])
}

host_processes contains message if {
	pod.hostPID
	message := sprintf("%s: sees the processes of its host", [name])
}

host_path contains message if {
	some volume in pod.volumes
	message := sprintf("%s: volume %s mounts %s of its host", [name, volume.name, volume.hostPath.path])
}

docker_socket contains message if {
	some volume in pod.volumes
	endswith(volume.hostPath.path, "docker.sock")
	message := sprintf("%s: volume %s mounts the socket of Docker", [name, volume.name])
}

host_port contains message if {
	some container in containers
	some port in container.ports
	message := sprintf("%s: container %s takes port %d of its host", [name, container.name, port.hostPort])
}

liveness_missing contains message if {
	input.kind in {"Deployment", "StatefulSet", "DaemonSet"}
	some container in pod.containers
	not container.livenessProbe
	message := sprintf("%s: container %s has no liveness probe", [name, container.name])
}

readiness_missing contains message if {
	input.kind in {"Deployment", "StatefulSet", "DaemonSet"}
	some container in pod.containers
	not container.readinessProbe
	message := sprintf("%s: container %s has no readiness probe", [name, container.name])
}

probes_alike contains message if {
	some container in pod.containers
	container.livenessProbe == container.readinessProbe
	message := sprintf("%s: container %s has one probe for both", [name, container.name])
}

token_mounted contains message if {
	not pod.automountServiceAccountToken == false
	object.get(pod, "serviceAccountName", "default") == "default"
	message := sprintf("%s: mounts the token of the default account", [name])
}

label_missing contains message if {
	some label in required_labels
	not input.metadata.labels[label]
	message := sprintf("%s: has no label %s", [name, label])
}

name_unusual contains message if {
	not regex.match(`^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`, name)
	message := sprintf("%s: is no name of a service", [name])
}

one_replica contains message if {
	input.kind in {"Deployment", "StatefulSet"}
	object.get(input.spec, "replicas", 1) < 2
	message := sprintf("%s: has one replica", [name])
}

secret_in_environment contains message if {
	some container in containers
	some variable in container.env
	regex.match(`(?i)(password|secret|token|api_?key)$`, variable.name)
	variable.value != ""
	message := sprintf("%s: container %s has %s in its manifest", [name, container.name, variable.name])
}

namespace_default contains message if {
	object.get(input.metadata, "namespace", "default") == "default"
	message := sprintf("%s: is in the namespace default", [name])
}
