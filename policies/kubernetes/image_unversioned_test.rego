package waylint.rules.kubernetes.image_unversioned_test

import data.waylint.rules.kubernetes.image_unversioned as rule

pod(image) := {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "web", "image": image}]}}

test_no_tag if count(rule.deny) == 1 with input as pod("nginx")

test_latest if count(rule.deny) == 1 with input as pod("nginx:latest")

test_port_is_no_tag if count(rule.deny) == 1 with input as pod("localhost:5000/nginx")

test_place if {
	some finding in rule.deny with input as pod("nginx")
	finding.at == ["spec", "containers", 0, "image"]
	finding.message == `image "nginx" has no version`
}

test_tag if count(rule.deny) == 0 with input as pod("localhost:5000/nginx:1.27")

test_digest if count(rule.deny) == 0 with input as pod("nginx@sha256:0123456789abcdef")

test_filled_in_later if {
	every image in ["${REGISTRY}/web", "$(image)", "auto"] {
		count(rule.deny) == 0 with input as pod(image)
	}
}
