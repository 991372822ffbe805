package waylint.rules.istio.gateway_undefined_test

import data.waylint.rules.istio.gateway_undefined as rule

service(space, gateways) := {
	"file": "mesh.yaml",
	"document": 0,
	"kind": "istio/VirtualService",
	"node": {"metadata": {"name": "shop", "namespace": space}, "spec": {"hosts": ["shop.example.com"], "gateways": gateways}},
}

gateway(metadata) := {"file": "gateway.yaml", "document": 0, "kind": "istio/Gateway", "node": {"metadata": metadata, "spec": {}}}

given(documents) := {"complete": true, "documents": documents}

test_not_there if count(rule.deny) == 1 with input as given([service("web", ["public"])])

test_other_namespace if {
	documents := [service("web", ["public"]), gateway({"name": "public", "namespace": "edge"})]
	some finding in rule.deny with input as given(documents)
	finding.at == ["spec", "gateways", 0]
	finding.message == `no Gateway "public" is defined`
}

test_misspelt_in_a_namespace_that_is_here if {
	documents := [service("web", ["edge/pubic"]), gateway({"name": "public", "namespace": "edge"})]
	count(rule.deny) == 1 with input as given(documents)
}

test_namespace_of_another_team if count(rule.deny) == 0 with input as given([service("web", ["edge/public"])])

test_same_namespace if {
	documents := [service("web", ["public"]), gateway({"name": "public", "namespace": "web"})]
	count(rule.deny) == 0 with input as given(documents)
}

test_named_with_namespace if {
	documents := [service("web", ["edge/public"]), gateway({"name": "public", "namespace": "edge"})]
	count(rule.deny) == 0 with input as given(documents)
}

test_gateway_api if {
	public := object.union(gateway({"name": "public", "namespace": "edge"}), {"kind": "gateway-api/Gateway"})
	count(rule.deny) == 0 with input as given([service("web", ["edge/public"]), public])
}

test_old_spelling if {
	documents := [service("web", ["public.edge.svc.cluster.local"]), gateway({"name": "public", "namespace": "edge"})]
	count(rule.deny) == 0 with input as given(documents)
}

test_gateway_without_namespace if {
	documents := [service("web", ["edge/public"]), gateway({"name": "public"})]
	count(rule.deny) == 0 with input as given(documents)
}

test_mesh if count(rule.deny) == 0 with input as given([service("web", ["mesh"])])

test_part_of_a_repository if {
	count(rule.deny) == 0 with input as {"complete": false, "documents": [service("web", ["public"])]}
}
