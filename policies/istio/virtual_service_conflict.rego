# METADATA
# title: Two virtual services route one host in the mesh
# description: >-
#   Sidecars take one virtual service for a host and do not merge a second: which of them counts depends on their age,
#   so a route vanishes without a word when the objects are made anew.
# related_resources:
# - ref: https://istio.io/latest/docs/reference/config/analysis/ist0109/
# - ref: https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services
# custom:
#   kinds: [istio/VirtualService]
#   scope: repository
#   level: warning
#   help: Merge the routes into one VirtualService, or bind them to different gateways.
#   equivalents:
#     istioctl: [IST0109]
#     kiali: [KIA1106]
package waylint.rules.istio.virtual_service_conflict

import data.waylint.lib.istio

deny contains {"in": d.file, "document": d.document, "at": ["spec", "hosts", i], "message": message} if {
	some d in input.documents
	in_mesh(d.node)
	some i, host in d.node.spec.hosts
	other := rivals[[place(d, host), d.node.metadata.name]]
	message := sprintf("VirtualService %q routes host %q as well", [other, host])
}

# Sorted, the claims to one host stand side by side.
rivals := {[host, name]: other |
	sorted := sort(claims)
	some n, [host, name] in sorted
	[same, other] := sorted[n - 1]
	same == host
}

claims contains [place(d, host), d.node.metadata.name] if {
	some d in input.documents
	in_mesh(d.node)
	some host in d.node.spec.hosts
}

# Objects of one name are versions of each other, and folders are environments: only one of them is applied.
place(d, host) := concat("\n", [istio.folder(d.file), space, full_name(host, space)]) if {
	space := istio.namespace(d.node)
}

full_name(host, space) := sprintf("%s.%s.svc.cluster.local", [host, space]) if not contains(host, ".")

full_name(host, _) := host if contains(host, ".")

# What is exported to chosen namespaces only need not meet.
in_mesh(node) if {
	not node.spec.gateways
	not node.spec.exportTo
}

in_mesh(node) if {
	"mesh" in node.spec.gateways
	not node.spec.exportTo
}
