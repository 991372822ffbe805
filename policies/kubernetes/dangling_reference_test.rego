package waylint.rules.kubernetes.dangling_reference_test

import data.waylint.rules.kubernetes.dangling_reference as rule

named(kind, name, spec) := {
	"file": "shop/web.yaml",
	"document": 0,
	"kind": sprintf("kubernetes/%s", [kind]),
	"node": {"apiVersion": "v1", "kind": kind, "metadata": {"name": name}, "spec": spec},
}

web := [named("Deployment", "web", {}), named("Service", "web", {})]

repository(documents) := {"complete": true, "documents": array.concat(web, documents)}

scaler(kind, name) := named("HorizontalPodAutoscaler", "web", {"scaleTargetRef": {"kind": kind, "name": name}})

ingress(backend) := named("Ingress", "web", {"rules": [{"http": {"paths": [{"backend": backend}]}}]})

binding(name) := {
	"file": "shop/web.yaml",
	"document": 3,
	"kind": "kubernetes/RoleBinding",
	"node": {"kind": "RoleBinding", "roleRef": {"kind": "Role", "name": name}},
}

test_scaler if {
	some finding in rule.deny with input as repository([scaler("Deployment", "shop")])
	finding.at == ["spec", "scaleTargetRef", "name"]
	finding.message == `there is no Deployment "shop"`
}

test_scaler_of_wrong_kind if {
	some finding in rule.deny with input as repository([scaler("StatefulSet", "web")])
	finding.message == `there is no StatefulSet "web"`
}

test_ingress if {
	some finding in rule.deny with input as repository([ingress({"service": {"name": "shop"}})])
	finding.at == ["spec", "rules", 0, "http", "paths", 0, "backend", "service", "name"]
}

test_old_ingress if {
	some finding in rule.deny with input as repository([ingress({"serviceName": "shop"})])
	finding.at == ["spec", "rules", 0, "http", "paths", 0, "backend", "serviceName"]
}

test_default_backend if {
	some finding in rule.deny with input as repository([named("Ingress", "web", {"defaultBackend": {"service": {"name": "shop"}}})])
	finding.at == ["spec", "defaultBackend", "service", "name"]
}

test_stateful_set if {
	some finding in rule.deny with input as repository([named("StatefulSet", "db", {"serviceName": "db"})])
	finding.at == ["spec", "serviceName"]
}

test_role_binding if {
	some finding in rule.deny with input as repository([named("Role", "reader", {}), binding("writer")])
	finding.at == ["roleRef", "name"]
	finding.document == 3
}

test_found if {
	every documents in [
		[scaler("Deployment", "web")],
		[ingress({"service": {"name": "web"}})],
		[named("StatefulSet", "db", {"serviceName": "web"})],
		[named("Role", "reader", {}), binding("reader")],
	] {
		count(rule.deny) == 0 with input as repository(documents)
	}
}

test_only_part_of_the_repository if {
	count(rule.deny) == 0 with input as object.union(repository([scaler("Deployment", "shop")]), {"complete": false})
}

test_unknown_kind if count(rule.deny) == 0 with input as repository([scaler("CloneSet", "shop")])

test_sibling_in_another_file if {
	moved := object.union(ingress({"service": {"name": "shop"}}), {"file": "shop/ingress.yaml"})
	count(rule.deny) == 1 with input as repository([moved])
}

test_nothing_alike_beside_it if {
	moved := object.union(ingress({"service": {"name": "shop"}}), {"file": "shop/ingress.yaml", "node": {"metadata": {"name": "shop"}}})
	count(rule.deny) == 0 with input as repository([moved])
}

test_role_that_comes_with_the_cluster if {
	system := object.union(binding("extension-apiserver-authentication-reader"), {"node": {"metadata": {"namespace": "kube-system"}}})
	count(rule.deny) == 0 with input as repository([named("Role", "reader", {}), system])
}

test_none_of_its_kind_beside_it if count(rule.deny) == 0 with input as repository([binding("writer")])

test_action_of_load_balancer if {
	backend := {"service": {"name": "redirect", "port": {"name": "use-annotation"}}}
	count(rule.deny) == 0 with input as repository([ingress(backend)])
}

test_renamed_by_kustomize if {
	node := {"namePrefix": "test-", "nameSuffix": "-v2"}
	kustomization := {"file": "test/kustomization.yaml", "document": 0, "kind": "kustomize/Kustomization", "node": node}
	count(rule.deny) == 0 with input as repository([scaler("Deployment", "test-web-v2"), kustomization])
}

test_made_by_an_operator if {
	node := {"apiVersion": "elasticsearch.k8s.elastic.co/v1", "kind": "Elasticsearch", "metadata": {"name": "logs"}}
	custom := {"file": "logs.yaml", "document": 0, "kind": "eck/Elasticsearch", "node": node}
	count(rule.deny) == 0 with input as repository([ingress({"service": {"name": "logs-es-http"}}), custom])
}
