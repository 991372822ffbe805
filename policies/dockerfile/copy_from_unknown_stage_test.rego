package waylint.rules.dockerfile.copy_from_unknown_stage_test

import data.waylint.rules.dockerfile.copy_from_unknown_stage as rule

base := {"stage": null}

build := {"index": 0, "name": "build", "base": base, "final": false, "instructions": []}

final(instruction) := {"index": 1, "name": "app", "base": base, "final": true, "instructions": [instruction]}

copy(text, stage) := {"instruction": "COPY", "from": {"text": text, "stage": stage}}

test_unknown_while_a_stage_is_left_over if {
	some finding in rule.deny with input as {"stages": [build, final(copy("assets", null))]}
	finding.at == ["stages", 1, "instructions", 0, "from"]
}

test_context if count(rule.deny) == 0 with input as {"stages": [final(copy("assets", null))]}

test_context_beside_a_used_stage if {
	both := {"index": 1, "name": null, "base": base, "final": true, "instructions": [copy("build", 0), copy("assets", null)]}
	count(rule.deny) == 0 with input as {"stages": [build, both]}
}

test_known if count(rule.deny) == 0 with input as {"stages": [build, final(copy("build", 0))]}

test_image if count(rule.deny) == 0 with input as {"stages": [build, final(copy("busybox:1.37", null))]}

test_variable if count(rule.deny) == 0 with input as {"stages": [build, final(copy("$SOURCE", null))]}

test_number if count(rule.deny) == 1 with input as {"stages": [build, final(copy("4", null))]}

test_itself if {
	some finding in rule.deny with input as {"stages": [build, final(copy("app", 1))]}
	finding.message == `stage "app" is not built before this one`
}

test_mount if {
	run := {"instruction": "RUN", "mounts": [{"type": "bind", "from": "7"}]}
	some finding in rule.deny with input as {"stages": [build, final(run)]}
	finding.at == ["stages", 1, "instructions", 0, "mounts", 0, "from"]
}

test_contexts_of_the_build if {
	count(rule.deny) == 0 with input as {"stages": [on("deps"), final(copy("assets", null))]}
	count(rule.deny) == 1 with input as {"stages": [on("debian"), final(copy("assets", null))]}
}

on(image) := object.union(build, {"base": {"stage": null, "image": image}})
