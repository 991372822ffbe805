package waylint.rules.kong.duplicate_name_test

import data.waylint.rules.kong.duplicate_name as rule

file(services) := {"_format_version": "3.0", "services": services}

test_services if {
	some finding in rule.deny with input as file([{"name": "shop"}, {"name": "basket"}, {"name": "shop"}])
	finding.at == ["services", 2, "name"]
	finding.related[0].at == ["services", 0, "name"]
	finding.message == `service "shop" is defined twice`
}

test_routes_of_different_services if {
	routes := [{"name": "all", "paths": ["/"]}]
	count(rule.deny) == 1 with input as file([{"name": "a", "routes": routes}, {"name": "b", "routes": routes}])
}

test_service_and_route if {
	count(rule.deny) == 0 with input as file([{"name": "shop", "routes": [{"name": "shop", "paths": ["/"]}]}])
}

test_nameless if count(rule.deny) == 0 with input as file([{"url": "http://a"}, {"url": "http://b"}])
