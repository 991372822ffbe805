package waylint.rules.kubernetes.selector_mismatch_test

import data.waylint.rules.kubernetes.selector_mismatch as rule

deployment(selector, labels) := {
	"apiVersion": "apps/v1",
	"kind": "Deployment",
	"spec": {
		"selector": selector,
		"template": {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "web", "image": "web:1"}]}},
	},
}

test_other_value if {
	some finding in rule.deny with input as deployment({"matchLabels": {"app": "web"}}, {"app": "webb"})
	finding.at == ["spec", "selector", "matchLabels", "app"]
	finding.message == "selector wants app=web, the template says webb"
}

test_no_such_label if {
	some finding in rule.deny with input as deployment({"matchLabels": {"app": "web"}}, {"name": "web"})
	finding.message == "selector wants app=web, which the template does not have"
}

test_no_labels if {
	document := {
		"kind": "Deployment",
		"spec": {"selector": {"matchLabels": {"app": "web"}}, "template": {"spec": {"containers": [{"image": "web"}]}}},
	}
	count(rule.deny) == 1 with input as document
}

test_expression_not_met if {
	selector := {"matchExpressions": [{"key": "app", "operator": "In", "values": ["shop", "cart"]}]}
	some finding in rule.deny with input as deployment(selector, {"app": "web"})
	finding.at == ["spec", "selector", "matchExpressions", 0]
}

test_replication_controller if {
	document := {"kind": "ReplicationController", "spec": {
		"selector": {"app": "web"},
		"template": {"metadata": {"labels": {"app": "shop"}}, "spec": {"containers": [{"image": "web"}]}},
	}}
	some finding in rule.deny with input as document
	finding.at == ["spec", "selector", "app"]
}

test_match if {
	selector := {
		"matchLabels": {"app": "web"},
		"matchExpressions": [
			{"key": "app", "operator": "In", "values": ["web"]},
			{"key": "canary", "operator": "DoesNotExist"},
			{"key": "tier", "operator": "NotIn", "values": ["back"]},
			{"key": "app", "operator": "Exists"},
		],
	}
	count(rule.deny) == 0 with input as deployment(selector, {"app": "web", "tier": "front"})
}

test_patch_is_not_whole if {
	document := {"kind": "Deployment", "spec": {"selector": {"matchLabels": {"app": "web"}}}}
	count(rule.deny) == 0 with input as document
}

test_null_labels_match_nothing if count(rule.deny) == 1 with input as deployment({"matchLabels": {"app": "web"}}, null)
