package waylint.rules.dockerfile.argument_out_of_scope_test

import data.waylint.rules.dockerfile.argument_out_of_scope as rule

stage(index, base, instructions) := {"index": index, "base": base, "final": index > 0, "instructions": instructions}

arg := {"instruction": "ARG", "pairs": [{"name": "VERSION", "value": null}]}

copy := {"instruction": "COPY", "undefined": ["VERSION"]}

image := {"stage": null, "scratch": false}

test_other_stage if {
	count(rule.deny) == 1 with input as {"arguments": [], "stages": [stage(0, image, [arg]), stage(1, image, [copy])]}
}

test_global if count(rule.deny) == 1 with input as {"arguments": [arg], "stages": [stage(0, image, [copy])]}

test_base_image_may_set_it if count(rule.deny) == 0 with input as {"arguments": [], "stages": [stage(0, image, [copy])]}

test_empty_image if {
	count(rule.deny) == 1 with input as {"arguments": [], "stages": [stage(0, {"stage": null, "scratch": true}, [copy])]}
}

test_distribution if {
	alpine := {"stage": null, "scratch": false, "registry": "docker.io", "repository": "alpine"}
	count(rule.deny) == 1 with input as {"arguments": [], "stages": [stage(0, alpine, [copy])]}
	later := stage(1, {"stage": 0, "scratch": false, "registry": null, "repository": null}, [copy])
	count(rule.deny) == 1 with input as {"arguments": [], "stages": [stage(0, alpine, []), later]}
	path := {"instruction": "COPY", "undefined": ["PATH"]}
	count(rule.deny) == 0 with input as {"arguments": [], "stages": [stage(0, alpine, [path])]}
}

test_one_of_several_stages if {
	alpine := {"stage": null, "scratch": false, "registry": "docker.io", "repository": "alpine"}
	other := {"stage": null, "scratch": false, "registry": "quay.io", "repository": "acme/base"}
	last := stage(2, {"stage": null, "stages": [0, 1], "scratch": false}, [copy])
	count(rule.deny) == 1 with input as {"arguments": [], "stages": [stage(0, alpine, []), stage(1, alpine, []), last]}
	count(rule.deny) == 0 with input as {"arguments": [], "stages": [stage(0, alpine, []), stage(1, other, []), last]}
}

test_pair if {
	label := {"instruction": "LABEL", "pairs": [{"name": "version", "value": "$VERSION", "undefined": ["VERSION"]}]}
	some finding in rule.deny with input as {"arguments": [arg], "stages": [stage(0, image, [label])]}
	finding.at == ["stages", 0, "instructions", 0, "pairs", 0]
}

test_argument_that_is_its_own_default if {
	own := {"instruction": "ARG", "pairs": [{"name": "VERSION", "undefined": ["VERSION"]}]}
	count(rule.deny) == 0 with input as {"stages": [{"base": {}, "instructions": [own]}]}
	other := {"instruction": "ENV", "pairs": [{"name": "VERSION", "undefined": ["VERSION"]}]}
	count(rule.deny) == 1 with input as {"arguments": [{"pairs": [{"name": "VERSION"}]}], "stages": [{"base": {}, "instructions": [other]}]}
}

test_search_path if {
	path := {"instruction": "ENV", "pairs": [{"name": "LD_LIBRARY_PATH", "value": "/opt/lib:$LD_LIBRARY_PATH", "undefined": ["LD_LIBRARY_PATH"]}]}
	alpine := {"stage": null, "scratch": false, "registry": "docker.io", "repository": "alpine"}
	some finding in rule.deny with input as {"arguments": [], "stages": [stage(0, alpine, [path])]}
	finding.level == "note"
}
