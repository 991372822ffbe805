package waylint.rules.dockerfile.secret_file_copied_test

import data.waylint.rules.dockerfile.secret_file_copied as rule

file(source) := {"stages": [{"index": 0, "final": true, "base": {"stage": null}, "instructions": [{"instruction": "COPY", "sources": [source]}]}]}

test_credentials if count(rule.deny) == 1 with input as file("home/.aws/credentials")

test_key if count(rule.deny) == 1 with input as file("keys/id_rsa")

test_public_key if count(rule.deny) == 0 with input as file("keys/id_rsa.pub")

test_example if count(rule.deny) == 0 with input as file("examples/.netrc")

test_stage if {
	count(rule.deny) == 0 with input as {"stages": [
		{"index": 0, "final": false, "base": {"stage": null}, "instructions": [{"instruction": "COPY", "sources": [".netrc"]}]},
		{"index": 1, "final": true, "base": {"stage": null}, "instructions": []},
	]}
}

test_settings if count(rule.deny) == 0 with input as file(".env")
