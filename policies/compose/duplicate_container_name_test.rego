package waylint.rules.compose.duplicate_container_name_test

import data.waylint.rules.compose.duplicate_container_name as rule

file(names) := {"services": {service: {"container_name": name} | some service, name in names}}

test_twice if count(rule.deny) == 1 with input as file({"a": "shop", "b": "shop"})

test_once if count(rule.deny) == 0 with input as file({"a": "shop", "b": "basket"})

test_profiles if {
	count(rule.deny) == 0 with input as {"services": {
		"a": {"container_name": "shop", "profiles": ["x"]},
		"b": {"container_name": "shop", "profiles": ["y"]},
	}}
}

test_versions_of_one_image if {
	count(rule.deny) == 0 with input as {"services": {
		"old": {"image": "postgres:17", "container_name": "db"},
		"new": {"image": "postgres:18", "container_name": "db"},
	}}
}
