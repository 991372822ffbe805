package waylint.rules.compose.image_unversioned_test

import data.waylint.rules.compose.image_unversioned as rule

file(image) := {"services": {"shop": {"image": image}}}

test_no_tag if count(rule.deny) == 1 with input as file("registry.example.org:5000/shop")

test_moving if count(rule.deny) == 1 with input as file("acme/shop:nightly")

test_version if count(rule.deny) == 0 with input as file("shop:1.4")

test_digest if count(rule.deny) == 0 with input as file("shop@sha256:00")

test_variable if count(rule.deny) == 0 with input as file("shop:${TAG:-latest}")

test_built if count(rule.deny) == 0 with input as {"services": {"shop": {"image": "shop", "build": "."}}}

test_chosen_channel if count(rule.deny) == 0 with input as file("mariadb:lts")

test_official if count(rule.deny) == 1 with input as file("redis")

test_built_beside_it if count(rule.deny) == 0 with input as file("shop-base")

test_built_by_another_service if {
	count(rule.deny) == 0 with input as {"services": {
		"shop": {"image": "acme/shop:dev", "build": "."},
		"worker": {"image": "acme/shop:dev"},
	}}
}

test_pulled_every_time if {
	count(rule.deny) == 0 with input as {"services": {"shop": {"image": "acme/shop:latest", "pull_policy": "always"}}}
	count(rule.deny) == 1 with input as {"services": {"shop": {"image": "acme/shop:latest", "pull_policy": "missing"}}}
}

test_built_by_a_script if count(rule.deny) == 0 with input as file("acme/shop:test")

test_database if {
	kept := {"image": "postgres", "volumes": ["data:/var/lib/postgresql"]}
	count(rule.deny) == 0 with input as {"services": {"db": kept}}
	count(rule.deny) == 1 with input as {"services": {"db": {"image": "postgres"}}}
	count(rule.deny) == 1 with input as {"services": {"db": object.union(kept, {"image": "postgres:edge"})}}
}
