package waylint.rules.kubernetes.readiness_probe_missing_test

import data.waylint.rules.kubernetes.readiness_probe_missing as rule

probe := {"readinessProbe": {"httpGet": {"path": "/", "port": 80}}}

pod(namespace, containers) := {
	"apiVersion": "v1",
	"kind": "Pod",
	"metadata": object.union({"name": "web", "labels": {"app": "web", "tier": "front"}}, namespace),
	"spec": {"containers": containers},
}

service(selector) := {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"selector": selector, "ports": [{"port": 80}]}}

repository(selector, workload) := beside(service(selector), workload)

beside(service, workload) := {"complete": false, "documents": [
	{"file": "service.yaml", "document": 0, "kind": "kubernetes/Service", "node": service},
	{"file": "web.yaml", "document": 2, "kind": sprintf("kubernetes/%s", [workload.kind]), "node": workload},
]}

bare := [{"name": "web", "image": "web:1"}]

test_missing if {
	some finding in rule.deny with input as repository({"app": "web"}, pod({}, bare))
	finding.in == "web.yaml"
	finding.document == 2
	finding.at == ["spec", "containers", 0]
}

test_same_namespace if count(rule.deny) == 1 with input as repository({"app": "web"}, pod({"namespace": "shop"}, bare))

test_other_namespace if count(rule.deny) == 0 with input as repository({"app": "web"}, pod({"namespace": "cart"}, bare))

test_not_selected if count(rule.deny) == 0 with input as repository({"app": "web", "tier": "back"}, pod({}, bare))

test_no_selector if count(rule.deny) == 0 with input as repository({}, pod({}, bare))

test_not_balanced if {
	every settings in [
		{"spec": {"clusterIP": "None"}},
		{"spec": {"publishNotReadyAddresses": true}},
		{"spec": {"ports": [{"name": "http-metrics", "port": 9090}]}},
	] {
		count(rule.deny) == 0 with input as beside(object.union(service({"app": "web"}), settings), pod({}, bare))
	}
}

test_service_of_another_folder if {
	documents := [
		{"file": "a/service.yaml", "document": 0, "kind": "kubernetes/Service", "node": service({"app": "web"})},
		{"file": "b/web.yaml", "document": 0, "kind": "kubernetes/Pod", "node": pod({}, bare)},
	]
	count(rule.deny) == 0 with input as {"complete": true, "documents": documents}
}

test_one_container_is_probed if {
	containers := [{"name": "proxy", "image": "proxy:1"}, object.union({"name": "web", "image": "web:1"}, probe)]
	count(rule.deny) == 0 with input as repository({"app": "web"}, pod({}, containers))
}

test_jobs_end if {
	template := {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": bare}}
	job := {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "web"}, "spec": {"template": template}}
	count(rule.deny) == 0 with input as repository({"app": "web"}, job)
}
