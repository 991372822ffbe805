package waylint.rules.istio.virtual_service_conflict_test

import data.waylint.rules.istio.virtual_service_conflict as rule

service(file, name, spec) := {
	"file": file,
	"document": 0,
	"kind": "istio/VirtualService",
	"node": {"metadata": {"name": name, "namespace": "web"}, "spec": spec},
}

given(documents) := {"complete": true, "documents": documents}

test_two_names if {
	documents := [service("a.yaml", "shop", {"hosts": ["shop"]}), service("b.yaml", "shop-canary", {"hosts": ["shop"]})]
	findings := rule.deny with input as given(documents)
	count(findings) == 1
	some finding in findings
	finding["in"] == "b.yaml"
	finding.at == ["spec", "hosts", 0]
	finding.message == `VirtualService "shop" routes host "shop" as well`
}

test_long_name if {
	documents := [
		service("a.yaml", "shop", {"hosts": ["shop"]}),
		service("b.yaml", "other", {"hosts": ["shop.web.svc.cluster.local"], "gateways": ["public", "mesh"]}),
	]
	count(rule.deny) == 1 with input as given(documents)
}

test_versions_of_one_object if {
	documents := [service("a.yaml", "shop", {"hosts": ["shop"]}), service("b.yaml", "shop", {"hosts": ["shop"]})]
	count(rule.deny) == 0 with input as given(documents)
}

test_environments if {
	documents := [service("a/a.yaml", "shop", {"hosts": ["shop"]}), service("b/b.yaml", "shop-b", {"hosts": ["shop"]})]
	count(rule.deny) == 0 with input as given(documents)
}

test_gateways_merge if {
	spec := {"hosts": ["shop.example.com"], "gateways": ["public"]}
	documents := [service("a.yaml", "shop", spec), service("b.yaml", "basket", spec)]
	count(rule.deny) == 0 with input as given(documents)
}

test_exported_to_chosen_namespaces if {
	documents := [
		service("a.yaml", "shop", {"hosts": ["shop"]}),
		service("b.yaml", "shop-canary", {"hosts": ["shop"], "exportTo": ["canary"]}),
	]
	count(rule.deny) == 0 with input as given(documents)
}
