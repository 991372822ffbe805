package waylint.rules.dockerfile.invalid_base_image_test

import data.waylint.rules.dockerfile.invalid_base_image as rule

file(text, value) := {
	"arguments": [{"pairs": [{"name": "RELEASE", "value": value}]}],
	"stages": [{"base": {"text": text, "invalid": true}}],
}

test_part_is_missing if count(rule.deny) == 1 with input as file("debian:${RELEASE}-slim-", "13")

test_template if count(rule.deny) == 0 with input as file("debian:{{ release }}", "13")

test_empty_tag if count(rule.deny) == 1 with input as file("debian:${RELEASE}", "")

test_awaits_a_value if {
	some word in rule.deny with input as file("BASEIMAGE", "13")
	word.level == "note"
	some argument in rule.deny with input as file("RELEASE", "13")
	not argument.level
	some digest in rule.deny with input as file("debian@sha256:${RELEASE}", "give-a-digest")
	digest.level == "note"
}

test_name_is_asked_for if {
	count(rule.deny) == 0 with input as file("docker.io/library/${RELEASE}", "")
	count(rule.deny) == 0 with input as file("$RELEASE", "")
}
