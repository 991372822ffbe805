package waylint.rules.kong.admin_api_exposed_test

import data.waylint.rules.kong.admin_api_exposed as rule

file(service) := {"_format_version": "3.0", "services": [service]}

admin := {"name": "admin", "host": "localhost", "port": 8001, "routes": [{"name": "admin", "paths": ["/admin"]}]}

key_auth := [{"name": "key-auth"}]

test_host_and_port if {
	some finding in rule.deny with input as file(admin)
	finding.at == ["services", 0, "port"]
	finding.message == "service leads to Kong's Admin API on port 8001 and nothing guards it"
}

test_url if {
	some finding in rule.deny with input as file({"name": "admin", "url": "https://127.0.0.1:8444"})
	finding.at == ["services", 0, "url"]
}

test_other_port if count(rule.deny) == 0 with input as file(object.union(admin, {"port": 8080}))

test_other_host if count(rule.deny) == 0 with input as file(object.union(admin, {"host": "shop.example.com"}))

test_protected_service if count(rule.deny) == 0 with input as file(object.union(admin, {"plugins": key_auth}))

test_restricted if {
	count(rule.deny) == 0 with input as file(object.union(admin, {"plugins": [{"name": "ip-restriction"}]}))
}

test_protected_routes if {
	routes := [{"name": "admin", "paths": ["/admin"], "plugins": key_auth}]
	count(rule.deny) == 0 with input as file(object.union(admin, {"routes": routes}))
}

test_one_open_route if {
	routes := [{"name": "a", "paths": ["/a"], "plugins": key_auth}, {"name": "b", "paths": ["/b"]}]
	count(rule.deny) == 1 with input as file(object.union(admin, {"routes": routes}))
}

test_protected_everywhere if {
	count(rule.deny) == 0 with input as object.union(file(admin), {"plugins": key_auth})
}
