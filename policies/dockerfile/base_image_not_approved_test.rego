package waylint.rules.dockerfile.base_image_not_approved_test

import data.waylint.rules.dockerfile.base_image_not_approved as rule

file(tag) := {"stages": [{"base": {
	"text": "node:22",
	"image": "node",
	"registry": "docker.io",
	"repository": "node",
	"resolved": true,
	"tag": tag,
	"digest": null,
}}]}

approved(patterns) := {"base-images": {"approved": patterns, "replace": {"node:*": "registry.example.org/node:22"}}}

test_other if {
	some finding in rule.deny with input as file("22") with data.platform as approved(["registry.example.org/*"])
	finding.fix.edits[0].value == "registry.example.org/node:22"
}

test_approved if {
	count(rule.deny) == 0 with input as file("22") with data.platform as approved(["node"])
	count(rule.deny) == 0 with input as file("22") with data.platform as approved(["docker.io/node:22*"])
}

test_end_of_life if {
	facts := {"base-images": {"end-of-life": {"node:16*": "2023-09-11"}}}
	count(rule.deny) == 1 with input as file("16.20") with data.platform as facts with data.waylint.as_of as "2026-11-22"
	count(rule.deny) == 0 with input as file("16.20") with data.platform as facts with data.waylint.as_of as "2023-01-01"
}
