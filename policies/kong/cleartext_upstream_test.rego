package waylint.rules.kong.cleartext_upstream_test

import data.waylint.rules.kong.cleartext_upstream as rule

file(service) := {"_format_version": "3.0", "services": [service]}

test_url if {
	some finding in rule.deny with input as file({"name": "shop", "url": "http://api.example.com/v1"})
	finding.at == ["services", 0, "url"]
	finding.message == `public host "api.example.com" is called without TLS`
}

test_protocol if {
	some finding in rule.deny with input as file({"name": "shop", "host": "api.example.com", "protocol": "http"})
	finding.at == ["services", 0, "protocol"]
}

test_tls if count(rule.deny) == 0 with input as file({"name": "shop", "url": "https://api.example.com"})

test_in_the_cluster if count(rule.deny) == 0 with input as file({"name": "shop", "url": "http://shop.web.svc.cluster.local:8080"})

test_short_name if count(rule.deny) == 0 with input as file({"name": "shop", "host": "shop", "protocol": "http"})

test_address if count(rule.deny) == 0 with input as file({"name": "shop", "url": "http://10.0.0.7:8080"})

test_internal if count(rule.deny) == 0 with input as file({"name": "shop", "url": "http://shop.prod.internal"})

test_upstream if {
	upstreams := {"upstreams": [{"name": "shop.v1"}]}
	document := object.union(file({"name": "shop", "host": "shop.v1", "protocol": "http"}), upstreams)
	count(rule.deny) == 0 with input as document
}
