package waylint.rules.kubernetes.selector_without_pods_test

import data.waylint.rules.kubernetes.selector_without_pods as rule

deployment(labels) := {
	"apiVersion": "apps/v1",
	"kind": "Deployment",
	"metadata": {"name": "web"},
	"spec": {"template": {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "web", "image": "web:1"}]}}},
}

service(selector) := {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {"selector": selector}}

document(file, kind, node) := {"file": file, "document": 0, "kind": kind, "node": node}

# A service beside a deployment, and whatever else there is.
repository(selector, labels, others) := {"complete": true, "documents": array.concat(
	[
		document("shop/service.yaml", "kubernetes/Service", service(selector)),
		document("shop/web.yaml", "kubernetes/Deployment", deployment(labels)),
	],
	others,
)}

test_no_such_label if {
	some finding in rule.deny with input as repository({"app": "shop", "tier": "front"}, {"app": "web", "tier": "front"}, [])
	finding == {
		"in": "shop/service.yaml",
		"document": 0,
		"at": ["spec", "selector", "app"],
		"message": "no pod is labelled app=shop",
	}
}

test_no_such_labels if {
	some finding in rule.deny with input as repository({"app": "shop", "tier": "front"}, {"app": "web"}, [])
	finding.at == ["spec", "selector"]
	finding.message == "no pod is labelled app=shop, tier=front"
}

test_not_together if {
	others := [document("a.yaml", "kubernetes/Deployment", deployment({"tier": "front"}))]
	some finding in rule.deny with input as repository({"app": "web", "tier": "front"}, {"app": "web"}, others)
	finding.message == "no pod has all of these labels"
}

test_budget if {
	budget := {"kind": "PodDisruptionBudget", "metadata": {"name": "web"}, "spec": {"selector": {"matchLabels": {"app": "shop"}}}}
	others := [document("shop/budget.yaml", "kubernetes/PodDisruptionBudget", budget)]
	some finding in rule.deny with input as repository({"app": "web"}, {"app": "web"}, others)
	finding.at == ["spec", "selector", "matchLabels", "app"]
}

test_found if count(rule.deny) == 0 with input as repository({"app": "web"}, {"app": "web", "tier": "front"}, [])

test_found_in_another_folder if {
	others := [document("other/web.yaml", "kubernetes/Deployment", deployment({"app": "shop"}))]
	count(rule.deny) == 0 with input as repository({"app": "shop"}, {"app": "web"}, others)
}

test_only_part_of_the_repository if {
	part := object.union(repository({"app": "shop"}, {"app": "web"}, []), {"complete": false})
	count(rule.deny) == 0 with input as part
}

test_no_pods_beside_it if {
	documents := [
		document("shop/service.yaml", "kubernetes/Service", service({"app": "shop"})),
		document("web/web.yaml", "kubernetes/Deployment", deployment({"app": "web"})),
	]
	count(rule.deny) == 0 with input as {"complete": true, "documents": documents}
}

test_nothing_akin_beside_it if {
	documents := [
		document("samples/service.yaml", "kubernetes/Service", object.union(service({"app": "shop"}), {"metadata": {"name": "shop"}})),
		document("samples/web.yaml", "kubernetes/Deployment", deployment({"app": "web"})),
	]
	count(rule.deny) == 0 with input as {"complete": true, "documents": documents}
}

test_label_that_a_controller_adds if {
	selector := {"app": "web", "statefulset.kubernetes.io/pod-name": "web-0"}
	count(rule.deny) == 0 with input as repository(selector, {"app": "web"}, [])
}

test_no_selector if {
	documents := [
		document("shop/service.yaml", "kubernetes/Service", {"kind": "Service", "spec": {"selector": null}}),
		document("shop/other.yaml", "kubernetes/Service", {"kind": "Service", "spec": {"type": "ExternalName", "selector": {"a": "b"}}}),
		document("shop/web.yaml", "kubernetes/Deployment", deployment({"app": "web"})),
	]
	count(rule.deny) == 0 with input as {"complete": true, "documents": documents}
}

test_kustomized_label if {
	node := {"commonLabels": {"app": "shop"}, "labels": [{"pairs": {"tier": "front"}}]}
	others := [document("shop/kustomization.yaml", "kustomize/Kustomization", node)]
	count(rule.deny) == 0 with input as repository({"app": "shop", "tier": "front"}, {"name": "web"}, others)
}

test_objects_from_elsewhere if {
	every node in [
		{"helmCharts": [{"name": "web"}]},
		{"resources": ["https://example.com/web.yaml"]},
		{"resources": ["github.com/example/web//base?ref=v1"]},
	] {
		others := [document("shop/kustomization.yaml", "kustomize/Kustomization", node)]
		count(rule.deny) == 0 with input as repository({"app": "shop"}, {"app": "web"}, others)
	}
}

test_made_by_an_operator if {
	database := {"apiVersion": "example.com/v1", "kind": "Database", "metadata": {"name": "orders"}}
	others := [document("db/orders.yaml", "example.com/Database", database)]
	count(rule.deny) == 0 with input as repository({"database": "orders"}, {"app": "web"}, others)
}

test_filled_in_later if count(rule.deny) == 0 with input as repository({"app": "${NAME}"}, {"app": "web"}, [])
