package waylint.rules.dockerfile.base_argument_without_default_test

import data.waylint.rules.dockerfile.base_argument_without_default as rule

base(text, unresolved) := {"stages": [{"base": {"text": text, "unresolved": unresolved}}]}

test_tag if count(rule.deny) == 1 with input as base("alpine:$TAG", ["TAG"])

test_image if count(rule.deny) == 1 with input as base("${IMAGE}", ["IMAGE"])

test_default_in_place if count(rule.deny) == 0 with input as base("alpine:${TAG:-3.14}", ["TAG"])

test_suffix if count(rule.deny) == 0 with input as base("alpine:3.20${SUFFIX}", ["SUFFIX"])

test_undeclared if count(rule.deny) == 0 with input as {"stages": [{"base": {"text": "$X", "unresolved": ["X"], "undefined": ["X"]}}]}

empty(text) := {"arguments": [{"pairs": [{"name": "RELEASE", "value": ""}]}], "stages": [{"base": {"text": text, "invalid": true}}]}

test_empty_default if count(rule.deny) == 1 with input as empty("docker.io/library/${RELEASE}")

test_empty_tag if count(rule.deny) == 0 with input as empty("debian:${RELEASE}")
