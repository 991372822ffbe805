package waylint.rules.dockerfile.registry_not_allowed_test

import data.waylint.rules.dockerfile.registry_not_allowed as rule

file(registry, repository) := {"stages": [{"base": {
	"text": "node:22",
	"registry": registry,
	"repository": repository,
	"resolved": true,
	"tag": "22",
	"digest": null,
}}]}

facts := {"registries": {"allow": ["registry.example.org/*"], "mirrors": {"docker.io": "registry.example.org/hub"}}}

test_foreign if {
	some finding in rule.deny with input as file("docker.io", "node") with data.platform as facts
	finding.fix.edits[0].value == "registry.example.org/hub/library/node:22"
}

test_allowed if count(rule.deny) == 0 with input as file("registry.example.org", "shop/base") with data.platform as facts

test_denied if count(rule.deny) == 1 with input as file("docker.io", "node") with data.platform as {"registries": {"deny": ["docker.io"]}}

test_not_denied if count(rule.deny) == 0 with input as file("ghcr.io", "a/b") with data.platform as {"registries": {"deny": ["docker.io"]}}

test_official if {
	count(rule.deny) == 0 with input as file("docker.io", "node") with data.platform as {"registries": {"allow": ["docker.io/library/*"]}}
	count(rule.deny) == 1 with input as file("docker.io", "shop/node") with data.platform as {"registries": {"allow": ["docker.io/library/*"]}}
}
