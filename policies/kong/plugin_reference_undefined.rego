# METADATA
# title: Plugin that is referred to does not exist
# description: >-
#   The controller leaves out a plugin that it cannot find and configures the route without it: where it was to ask for a
#   key or to limit requests, everyone gets in.
# related_resources:
# - ref: https://developer.konghq.com/kubernetes-ingress-controller/reference/annotations/#konghq-com-plugins
# - ref: https://developer.konghq.com/kubernetes-ingress-controller/plugins/custom/
# custom:
#   kinds:
#     - kubernetes/Ingress
#     - kubernetes/Service
#     - gateway-api/route
#     - kong/KongConsumer
#     - kong/KongConsumerGroup
#     - kong/TCPIngress
#     - kong/UDPIngress
#     - kong/plugin-resource
#   scope: repository
#   level: warning
#   help: Add the KongPlugin to the same namespace or a KongClusterPlugin, or correct the name.
package waylint.rules.kong.plugin_reference_undefined

deny contains {"in": d.file, "document": d.document, "at": at, "message": message} if {
	input.complete
	some d in input.documents
	list := d.node.metadata.annotations["konghq.com/plugins"]
	some part in split(list, ",")
	[space, name] := reference(trim_space(part), namespace(d.node))
	not is_defined(space, name)
	at := ["metadata", "annotations", "konghq.com/plugins"]
	message := sprintf("no KongPlugin or KongClusterPlugin %q is defined", [name])
}

# `name`, or `namespace:name` for a plugin that another namespace grants.
reference(text, own) := [own, text] if {
	regex.match(`^[^:{}$]+$`, text)
}

reference(text, _) := split(text, ":") if {
	regex.match(`^[^:{}$]+:[^:{}$]+$`, text)
}

# Whoever names no namespace may mean any.
is_defined(_, name) if name in for_all

is_defined(space, name) if [space, name] in defined

is_defined(_, name) if ["", name] in defined

is_defined("", name) if name in names

for_all contains d.node.metadata.name if {
	some d in input.documents
	d.kind == "kong/KongClusterPlugin"
}

defined contains [namespace(d.node), d.node.metadata.name] if {
	some d in input.documents
	d.kind == "kong/KongPlugin"
}

names contains name if some [_, name] in defined

namespace(node) := node.metadata.namespace if is_string(node.metadata.namespace)

namespace(node) := "" if not node.metadata.namespace
