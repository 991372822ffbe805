package waylint.rules.kong.acl_without_authentication_test

import data.waylint.rules.kong.acl_without_authentication as rule

file(name, parts) := {
	"file": name,
	"document": 0,
	"kind": "kong/deck",
	"node": object.union({"_format_version": "3.0"}, parts),
}

service(plugins, routes) := {"services": [{"name": "shop", "plugins": plugins, "routes": routes}]}

acl := {"name": "acl", "config": {"allow": ["shop"]}}

key_auth := {"name": "key-auth"}

given(documents) := {"complete": true, "documents": documents}

test_service if {
	documents := [file("kong.yaml", service([acl], [{"name": "shop", "paths": ["/"]}]))]
	some finding in rule.deny with input as given(documents)
	finding.at == ["services", 0, "plugins", 0]
}

test_route if {
	documents := [file("kong.yaml", service([], [{"name": "shop", "paths": ["/"], "plugins": [acl]}]))]
	some finding in rule.deny with input as given(documents)
	finding.at == ["services", 0, "routes", 0, "plugins", 0]
}

test_authentication_beside_it if {
	documents := [file("kong.yaml", service([acl, key_auth], [{"name": "shop", "paths": ["/"]}]))]
	count(rule.deny) == 0 with input as given(documents)
}

test_authentication_on_every_route if {
	documents := [file("kong.yaml", service([acl], [{"name": "shop", "paths": ["/"], "plugins": [key_auth]}]))]
	count(rule.deny) == 0 with input as given(documents)
}

test_authentication_for_all_requests if {
	shop := file("kong/shop.yaml", service([acl], [{"name": "shop", "paths": ["/"]}]))
	everywhere := file("kong/plugins.yaml", {"plugins": [key_auth]})
	count(rule.deny) == 0 with input as given([shop, everywhere])
}

test_authentication_of_another_configuration if {
	shop := file("staging/shop.yaml", service([acl], [{"name": "shop", "paths": ["/"]}]))
	everywhere := file("production/plugins.yaml", {"plugins": [key_auth]})
	count(rule.deny) == 1 with input as given([shop, everywhere])
}

test_company_plugin if {
	documents := [file("kong.yaml", service([acl, {"name": "acme-oauth"}], [{"name": "shop", "paths": ["/"]}]))]
	count(rule.deny) == 0 with input as given(documents)
}

test_part_of_a_repository if {
	documents := [file("kong.yaml", service([acl], [{"name": "shop", "paths": ["/"]}]))]
	count(rule.deny) == 0 with input as {"complete": false, "documents": documents}
}
