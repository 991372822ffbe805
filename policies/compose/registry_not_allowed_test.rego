package waylint.rules.compose.registry_not_allowed_test

import data.waylint.rules.compose.registry_not_allowed as rule

file(image) := {"services": {"shop": {"image": image}}}

facts := {"registries": {"allow": ["registry.example.org"], "mirrors": {"docker.io": "registry.example.org/hub"}}}

test_hub if {
	some finding in rule.deny with input as file("postgres:17") with data.platform as facts
	finding.fix.edits[0].value == "registry.example.org/hub/library/postgres:17"
}

test_other if {
	some finding in rule.deny with input as file("ghcr.io/a/b:1") with data.platform as facts
	not finding.fix
}

test_allowed if count(rule.deny) == 0 with input as file("registry.example.org/shop:1") with data.platform as facts

test_variable if count(rule.deny) == 0 with input as file("${REGISTRY}/shop:1") with data.platform as facts
