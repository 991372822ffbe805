package waylint.rules.istio.unreachable_route_test

import data.waylint.rules.istio.unreachable_route as rule

service(routes) := {
	"apiVersion": "networking.istio.io/v1",
	"kind": "VirtualService",
	"metadata": {"name": "shop"},
	"spec": {"hosts": ["shop"], "http": routes},
}

to(host) := [{"destination": {"host": host}}]

prefix(path) := {"uri": {"prefix": path}}

test_below_a_route_without_match if {
	routes := [{"route": to("shop")}, {"match": [prefix("/basket")], "route": to("basket")}]
	findings := rule.deny with input as service(routes)
	count(findings) == 1
	some finding in findings
	finding.at == ["spec", "http", 1, "match"]
	finding.related[0].at == ["spec", "http", 0]
}

test_below_the_root_path if {
	routes := [{"match": [prefix("/")], "route": to("shop")}, {"route": to("basket")}]
	some finding in rule.deny with input as service(routes)
	finding.at == ["spec", "http", 1]
}

test_same_match if {
	routes := [
		{"match": [prefix("/a"), prefix("/b")], "route": to("shop")},
		{"match": [prefix("/c"), object.union(prefix("/b"), {"name": "b"})], "route": to("basket")},
	]
	findings := rule.deny with input as service(routes)
	count(findings) == 1
	some finding in findings
	finding.at == ["spec", "http", 1, "match", 1]
}

test_same_match_below_everything_is_said_once if {
	routes := [{"match": [prefix("/")], "route": to("shop")}, {"match": [prefix("/")], "route": to("basket")}]
	count(rule.deny) == 1 with input as service(routes)
}

test_catch_all_at_the_end if {
	routes := [{"match": [prefix("/basket")], "route": to("basket")}, {"route": to("shop")}]
	count(rule.deny) == 0 with input as service(routes)
}

test_root_path_with_a_condition if {
	routes := [
		{"match": [object.union(prefix("/"), {"headers": {"canary": {"exact": "yes"}}})], "route": to("canary")},
		{"route": to("shop")},
	]
	count(rule.deny) == 0 with input as service(routes)
}

test_no_routes if count(rule.deny) == 0 with input as service(null)
