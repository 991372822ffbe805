# METADATA
# title: Route is never reached
# description: >-
#   Routes are tried from top to bottom and the first that matches wins. One that stands below a route for everything, or
#   below one with the same match, gets no request.
# related_resources:
# - ref: https://istio.io/latest/docs/reference/config/analysis/ist0130/
# - ref: https://istio.io/latest/docs/concepts/traffic-management/#routing-rule-precedence
# custom:
#   kinds: [istio/VirtualService]
#   level: error
#   help: Move the route above the one that takes its requests, or remove it.
#   equivalents:
#     istioctl: [IST0130, IST0131]
package waylint.rules.istio.unreachable_route

routes := waylint.view("istio/http-route", input)

catch_all := min({i | some i, route in routes; matches_all(route.node)})

deny contains {"at": place(route), "message": message, "related": related} if {
	some i, route in routes
	i > catch_all
	message := "route is never reached: one above matches every request"
	related := [{"at": place(routes[catch_all]), "message": "matches every request"}]
}

# Sorted by their content, equal matches stand side by side.
deny contains {"at": at, "message": message, "related": related} if {
	some n, [key, i, at] in entries
	[same, above, place_above] := entries[n - 1]
	same == key
	above < i
	message := "match is never reached: a route above has the same"
	related := [{"at": place_above, "message": "the same match"}]
}

entries := sort([[key, i, array.concat(route.at, ["match", j])] |
	some i, route in routes
	not is_caught(i)
	some j, entry in route.node.match
	key := json.marshal(object.remove(entry, ["name"]))
])

# Without a route for everything, nothing is caught.
is_caught(i) if i > catch_all

matches_all(route) if not route.match

matches_all(route) if count(route.match) == 0

matches_all(route) if {
	some entry in route.match
	is_object(entry)
	matches_any(object.remove(entry, ["name"]))
}

matches_any(entry) if count(entry) == 0

matches_any(entry) if {
	object.keys(entry) == {"uri"}
	entry.uri in [{"prefix": "/"}, {"regex": ".*"}, {"regex": "/.*"}]
}

# The match, or the route where it has none.
place(route) := array.concat(route.at, ["match"]) if route.node.match

place(route) := route.at if not route.node.match
