package waylint.rules.istio.unredirected_http_test

import data.waylint.rules.istio.unredirected_http as rule

gateway(plain) := {
	"apiVersion": "networking.istio.io/v1",
	"kind": "Gateway",
	"spec": {"servers": [
		plain,
		{"port": {"number": 443, "protocol": "HTTPS"}, "hosts": ["shop.example.com"], "tls": {"mode": "SIMPLE"}},
	]},
}

plain := {"port": {"number": 80, "protocol": "HTTP"}, "hosts": ["shop.example.com"]}

test_beside_tls if {
	some finding in rule.deny with input as gateway(plain)
	finding.at == ["spec", "servers", 0, "port"]
}

test_redirected if count(rule.deny) == 0 with input as gateway(object.union(plain, {"tls": {"httpsRedirect": true}}))

test_other_host if count(rule.deny) == 0 with input as gateway(object.union(plain, {"hosts": ["status.example.com"]}))
