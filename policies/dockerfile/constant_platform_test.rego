package waylint.rules.dockerfile.constant_platform_test

import data.waylint.rules.dockerfile.constant_platform as rule

stage(index, name, platform, final) := {
	"index": index,
	"name": name,
	"final": final,
	"base": {"stage": null},
	"instructions": [{"instruction": "FROM", "flags": {"platform": [platform]}}],
}

test_constant if {
	some finding in rule.deny with input as {"stages": [stage(0, null, "linux/amd64", true)]}
	finding.at == ["stages", 0, "instructions", 0]
	finding.message == "the platform of the base image is always linux/amd64"
}

test_variable if count(rule.deny) == 0 with input as {"stages": [stage(0, null, "$BUILDPLATFORM", true)]}

test_named_for_it if count(rule.deny) == 0 with input as {"stages": [stage(0, "build-arm64", "linux/arm64", true)]}

two := {"stages": [stage(0, "files", "linux/amd64", false), stage(1, null, "$TARGETPLATFORM", true)]}

test_not_in_the_image if count(rule.deny) == 0 with input as two

test_every_stage if count(rule.deny) == 1 with input as two with data.waylint.options["dockerfile/constant-platform"].every as true

test_base_for_one_architecture if {
	count(rule.deny) == 0 with input as {"stages": [on_base("arm64v8/ruby:3.4-slim")]}
	count(rule.deny) == 1 with input as {"stages": [on_base("charms/ruby:3.4-slim")]}
}

on_base(text) := object.union(stage(0, null, "linux/arm64", true), {"base": {"stage": null, "text": text}})
