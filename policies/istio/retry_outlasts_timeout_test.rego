package waylint.rules.istio.retry_outlasts_timeout_test

import data.waylint.rules.istio.retry_outlasts_timeout as rule

service(timeout, retries) := {
	"apiVersion": "networking.istio.io/v1",
	"kind": "VirtualService",
	"spec": {"hosts": ["shop"], "http": [{"timeout": timeout, "retries": retries}]},
}

test_longer if {
	some finding in rule.deny with input as service("2s", {"attempts": 3, "perTryTimeout": "2500ms"})
	finding.at == ["spec", "http", 0, "retries", "perTryTimeout"]
	finding.message == "a try of 2500ms does not fit into the route's timeout of 2s"
}

test_fits if count(rule.deny) == 0 with input as service("10s", {"attempts": 3, "perTryTimeout": "2s"})

test_no_retries if count(rule.deny) == 0 with input as service("2s", {"attempts": 0, "perTryTimeout": "5s"})

test_no_timeout if count(rule.deny) == 0 with input as service("0s", {"attempts": 3, "perTryTimeout": "2s"})

test_not_a_duration if count(rule.deny) == 0 with input as service("soon", {"attempts": 3, "perTryTimeout": "2s"})
