package waylint.rules.dockerfile.base_image_unversioned_test

import data.waylint.rules.dockerfile.base_image_unversioned as rule

file(image, tag) := {"stages": [{"base": {
	"text": image,
	"image": image,
	"tag": tag,
	"digest": null,
	"stage": null,
	"scratch": false,
	"resolved": true,
}}]}

test_none if {
	some finding in rule.deny with input as file("node", null)
	finding.at == ["stages", 0, "base"]
	finding.message == "base image node has no fixed version"
}

test_latest if count(rule.deny) == 1 with input as file("acme/shop", "latest")

test_version if count(rule.deny) == 0 with input as file("node", "22.9")

test_built_beside_it if {
	count(rule.deny) == 0 with input as file("shop-base", null)
	count(rule.deny) == 0 with input as file("shop-base", "latest")
}

test_version_in_the_name if count(rule.deny) == 0 with input as file("gcr.io/distroless/static-debian12", null)

test_version_in_a_name_of_another_maker if {
	every image in ["registry.access.redhat.com/ubi9/nodejs-20", "quay.io/pypa/manylinux2014_x86_64", "registry.access.redhat.com/ubi9", "ghcr.io/almalinux/8-base"] {
		count(rule.deny) == 0 with input as file(image, "latest")
	}
}

test_number_that_is_no_version if {
	every image in ["acme/x86_64-builder", "amd64/alpine", "acme/go", "gcr.io/distroless/python3", "acme/k8s-node"] {
		count(rule.deny) == 1 with input as file(image, "latest")
	}
}

test_distribution_without_versions if count(rule.deny) == 0 with input as file("archlinux", "latest")

test_maker if {
	some finding in rule.deny with input as file("acme/shop", "latest")
	finding.owner == "acme/shop"
	some official in rule.deny with input as file("alpine", "latest")
	not official.owner
}

staged(image, commands, final) := {"stages": [
	object.union(file(image, "latest").stages[0], {"index": 0, "final": final, "instructions": [{"instruction": "RUN", "commands": commands}]}),
]}

test_stage_that_lays_out_folders if {
	some finding in rule.deny with input as staged("alpine", [{"name": "mkdir"}, {"name": "chown"}], false)
	finding.level == "note"
}

test_stage_that_is_built_on if {
	some finding in rule.deny with input as staged("alpine", [{"name": "mkdir"}], true)
	finding.level == "note in samples"
	some other in rule.deny with input as staged("alpine", [{"name": "mkdir"}, {"name": "apk"}], false)
	other.level == "note in samples"
}

test_newest_on_purpose if {
	stage := staged("ubuntu", [], true).stages[0]
	devel := object.union(stage, {"instructions": [{"instruction": "ENV", "pairs": [{"name": "TOOL_VERSION", "value": "devel"}]}]})
	some finding in rule.deny with input as {"stages": [devel]}
	finding.level == "note"
}

test_no_versions_to_name if {
	some other in rule.deny with input as file("quay.io/prometheus/busybox-linux-amd64", "latest")
	other.level == "note"
	some finding in rule.deny with input as file("gcr.io/distroless/static", null)
	finding.level == "note"
	every image in ["cgr.dev/chainguard/wolfi-base", "cgr.dev/chainguard/python"] {
		some newest in rule.deny with input as file(image, "latest")
		newest.level == "note"
	}
}

test_built_on_the_same_machine if {
	stage := file("localhost/shop-base", "latest").stages[0]
	local := object.union(stage, {"base": object.union(stage.base, {"registry": "localhost"})})
	some finding in rule.deny with input as {"stages": [local]}
	finding.level == "note"
}

test_registry_of_a_customer if {
	some finding in rule.deny with input as file("cgr.dev/acme/python", "latest")
	finding.level == "note in samples"
}

test_stage_that_fetches if {
	fetched := fetching("alpine", ["apk", "curl", "tar"])
	some finding in rule.deny with input as fetched
	finding.level == "note"
	every input_file in [fetching("alpine", ["apk", "make"]), fetching("node", ["curl"])] {
		some other in rule.deny with input as input_file
		other.level == "note in samples"
	}
}

test_stage_that_nobody_copies_from if {
	some finding in rule.deny with input as {"stages": [fetching("alpine", ["apk"]).stages[0]]}
	finding.level == "note in samples"
}

fetching(repository, commands) := {"stages": [fetched, image]} if {
	stage := staged(repository, [{"name": name} | some name in commands], false).stages[0]
	base := object.union(stage.base, {"registry": "docker.io", "repository": repository})
	fetched := object.union(stage, {"name": "tools", "base": base})
	image := {
		"index": 1,
		"name": null,
		"final": true,
		"base": {"stage": null, "scratch": true},
		"instructions": [{"instruction": "COPY", "from": {"text": "tools", "stage": 0}}],
	}
}

test_stage_that_nothing_needs if {
	unused := object.union(file("acme/tools", "latest").stages[0], {"index": 0, "name": "tools", "final": false, "instructions": []})
	image := fetching("alpine", ["apk"]).stages[1]
	elsewhere := object.union(image, {"instructions": []})
	some finding in rule.deny with input as {"stages": [unused, elsewhere]}
	finding.level == "note"
	some copied in rule.deny with input as {"stages": [unused, image]}
	copied.level == "note in samples"
	mounting := object.union(elsewhere, {"instructions": [{"instruction": "RUN", "mounts": [{"from": "tools", "stage": 0}], "commands": []}]})
	some mounted in rule.deny with input as {"stages": [unused, mounting]}
	mounted.level == "note in samples"
}
