package waylint.rules.dockerfile.base_image_loosely_pinned_test

import data.waylint.rules.dockerfile.base_image_loosely_pinned as rule

file(tag, digest) := {"stages": [{"base": {
	"text": "node",
	"stage": null,
	"scratch": false,
	"resolved": true,
	"tag": tag,
	"digest": digest,
}}]}

pin(how) := {"image-pin": how}

test_digest if count(rule.deny) == 1 with input as file("22.9.0", null) with data.platform as pin("digest")

test_has_digest if count(rule.deny) == 0 with input as file("22", "sha256:0") with data.platform as pin("digest")

test_minor if {
	count(rule.deny) == 1 with input as file("22", null) with data.platform as pin("minor")
	count(rule.deny) == 0 with input as file("22.9-slim", null) with data.platform as pin("minor")
}

test_patch if count(rule.deny) == 1 with input as file("22.9", null) with data.platform as pin("patch")

test_tag if {
	count(rule.deny) == 1 with input as file(null, null) with data.platform as pin("tag")
	count(rule.deny) == 0 with input as file("bookworm", null) with data.platform as pin("tag")
}
