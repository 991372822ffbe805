package waylint.rules.dockerfile.malformed_label_test

import data.waylint.rules.dockerfile.malformed_label as rule

file(name, value) := {"stages": [{"index": 0, "final": true, "base": {"stage": null}, "instructions": [{
	"instruction": "LABEL",
	"pairs": [{"name": concat("", ["org.opencontainers.image.", name]), "value": value}],
}]}]}

test_address if count(rule.deny) == 1 with input as file("url", "example.org")

test_whole_address if count(rule.deny) == 0 with input as file("url", "https://example.org")

test_date if count(rule.deny) == 1 with input as file("created", "2026-11-22")

test_whole_date if count(rule.deny) == 0 with input as file("created", "2026-11-22T10:00:00Z")

test_variable if count(rule.deny) == 0 with input as file("created", "$DATE")
