# METADATA
# title: Two routes match the same requests
# description: >-
#   Kong keeps only one of two routes with equal criteria in use, the older one. The other gets no request, and which is
#   which may change whenever the configuration is loaded anew.
# related_resources:
# - ref: https://developer.konghq.com/gateway/entities/route/#priority-matching
# custom:
#   kinds: [kong/route]
#   level: warning
#   help: Tell the routes apart by host, path, method or header, or remove one of them.
package waylint.rules.kong.shadowed_route

deny contains {"at": at, "message": "route matches the same requests as another", "related": related} if {
	some n, [criteria, at] in routes
	[same, first] := routes[n - 1]
	same == criteria
	related := [{"at": first, "message": "the same criteria"}]
}

# Sorted by criteria, routes that match the same stand side by side. Lists mean the same in any order.
routes := sort([[json.marshal(criteria), route.at] |
	some route in waylint.view("kong/route", input)
	criteria := {key: normal(route.node[key]) | some key in keys}
	count(object.remove(criteria, ["protocols", "regex_priority"])) > 0
	not route.node.expression
])

keys := ["protocols", "hosts", "paths", "methods", "headers", "snis", "sources", "destinations", "regex_priority"]

normal(value) := sort(value) if is_array(value)

normal(value) := value if not is_array(value)
