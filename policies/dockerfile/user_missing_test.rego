package waylint.rules.dockerfile.user_missing_test

import data.waylint.rules.dockerfile.user_missing as rule

image(text, registry, repository) := {"text": text, "image": repository, "registry": registry, "repository": repository, "stage": null, "scratch": false}

alpine := image("alpine:3.22", "docker.io", "alpine")

command := {"instruction": "ENTRYPOINT", "text": `["shop"]`}

file(base, user, instructions) := {"stages": [{"index": 0, "base": base, "final": true, "user": user, "instructions": instructions}]}

test_root if {
	some finding in rule.deny with input as file(alpine, null, [command])
	finding.at == ["stages", 0, "base"]
	finding.message == "no USER follows, and alpine starts as root"
}

test_user if count(rule.deny) == 0 with input as file(alpine, "nobody", [command])

test_nothing_runs if count(rule.deny) == 0 with input as file(alpine, null, [])

test_steps_down if {
	install := {"instruction": "RUN", "text": "apk add --no-cache su-exec"}
	count(rule.deny) == 0 with input as file(alpine, null, [install, command])
}

test_unknown_image if count(rule.deny) == 0 with input as file(image("acme/base:1", "docker.io", "acme/base"), null, [command])

test_distroless if {
	count(rule.deny) == 1 with input as file(image("gcr.io/distroless/static", "gcr.io", "distroless/static"), null, [command])
	count(rule.deny) == 0 with input as file(image("gcr.io/distroless/static:nonroot", "gcr.io", "distroless/static"), null, [command])
}

test_through_a_stage if {
	first := {"index": 0, "base": alpine, "final": false, "user": null, "instructions": []}
	last := {"index": 1, "base": {"stage": 0, "text": "base"}, "final": true, "user": null, "instructions": [command]}
	some finding in rule.deny with input as {"stages": [first, last]}
	finding.at == ["stages", 1, "base"]
}
