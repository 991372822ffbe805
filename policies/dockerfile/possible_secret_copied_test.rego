package waylint.rules.dockerfile.possible_secret_copied_test

import data.waylint.rules.dockerfile.possible_secret_copied as rule

file(source) := {"stages": [{"index": 0, "final": true, "base": {"stage": null}, "instructions": [{"instruction": "COPY", "sources": [source]}]}]}

test_environment if count(rule.deny) == 1 with input as file(".env")

test_key if count(rule.deny) == 1 with input as file("certificates/server.key")

test_example if count(rule.deny) == 0 with input as file(".env.example")

test_stage if {
	count(rule.deny) == 0 with input as {"stages": [
		{"index": 0, "final": false, "base": {"stage": null}, "instructions": [{"instruction": "COPY", "sources": [".env"]}]},
		{"index": 1, "final": true, "base": {"stage": null}, "instructions": []},
	]}
}

test_environment_of_a_build if count(rule.deny) == 0 with input as file("web/.env.production")

test_local_environment if count(rule.deny) == 1 with input as file("web/.env.local")
