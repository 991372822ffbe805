package waylint.rules.kong.shadowed_route_test

import data.waylint.rules.kong.shadowed_route as rule

file(routes) := {"_format_version": "3.0", "services": [{"name": "shop", "routes": routes}]}

test_equal if {
	routes := [
		{"name": "a", "paths": ["/shop"], "methods": ["GET", "POST"]},
		{"name": "b", "paths": ["/shop"], "methods": ["POST", "GET"]},
	]
	some finding in rule.deny with input as file(routes)
	finding.at == ["services", 0, "routes", 1]
	finding.related[0].at == ["services", 0, "routes", 0]
}

test_method_tells_them_apart if {
	routes := [{"paths": ["/shop"], "methods": ["GET"]}, {"paths": ["/shop"]}]
	count(rule.deny) == 0 with input as file(routes)
}

test_protocol_tells_them_apart if {
	routes := [{"paths": ["/shop"], "protocols": ["http"]}, {"paths": ["/shop"], "protocols": ["grpc"]}]
	count(rule.deny) == 0 with input as file(routes)
}

test_nothing_to_match_by if count(rule.deny) == 0 with input as file([{"name": "a"}, {"name": "b"}])
