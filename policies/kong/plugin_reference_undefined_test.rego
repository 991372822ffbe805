package waylint.rules.kong.plugin_reference_undefined_test

import data.waylint.rules.kong.plugin_reference_undefined as rule

ingress(plugins) := {
	"file": "shop.yaml",
	"document": 0,
	"kind": "kubernetes/Ingress",
	"node": {"metadata": {"name": "shop", "namespace": "web", "annotations": {"konghq.com/plugins": plugins}}},
}

plugin(kind, metadata) := {
	"file": "plugins.yaml",
	"document": 0,
	"kind": sprintf("kong/%s", [kind]),
	"node": {"metadata": metadata, "plugin": "key-auth"},
}

given(documents) := {"complete": true, "documents": documents}

test_not_there if {
	some finding in rule.deny with input as given([ingress("keys")])
	finding.at == ["metadata", "annotations", "konghq.com/plugins"]
	finding.message == `no KongPlugin or KongClusterPlugin "keys" is defined`
}

test_one_of_two if {
	documents := [ingress("keys, limit"), plugin("KongPlugin", {"name": "keys", "namespace": "web"})]
	count(rule.deny) == 1 with input as given(documents)
}

test_other_namespace if {
	count(rule.deny) == 1 with input as given([ingress("keys"), plugin("KongPlugin", {"name": "keys", "namespace": "shop"})])
}

test_same_namespace if {
	count(rule.deny) == 0 with input as given([ingress("keys"), plugin("KongPlugin", {"name": "keys", "namespace": "web"})])
}

test_cluster_plugin if {
	count(rule.deny) == 0 with input as given([ingress("keys"), plugin("KongClusterPlugin", {"name": "keys"})])
}

test_granted if {
	documents := [ingress("shop:keys"), plugin("KongPlugin", {"name": "keys", "namespace": "shop"})]
	count(rule.deny) == 0 with input as given(documents)
}

test_no_namespace if {
	count(rule.deny) == 0 with input as given([ingress("keys"), plugin("KongPlugin", {"name": "keys"})])
}

test_template if count(rule.deny) == 0 with input as given([ingress("${PLUGIN}")])

test_part_of_a_repository if {
	count(rule.deny) == 0 with input as {"complete": false, "documents": [ingress("keys")]}
}
