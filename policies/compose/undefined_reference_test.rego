package waylint.rules.compose.undefined_reference_test

import data.waylint.rules.compose.undefined_reference as rule

file(service) := {
	"services": {"shop": object.union({"image": "shop:1"}, service), "db": {"image": "db:1"}},
	"volumes": {"data": null},
	"networks": {"back": {}},
	"secrets": {"token": {"file": "token"}},
}

named(file, node) := {"complete": true, "documents": [{"file": file, "document": 0, "kind": "compose", "node": node}]}

of(service) := named("deploy/compose.yaml", file(service))

test_service if {
	count(rule.deny) == 1 with input as of({"depends_on": ["cache"]})
	count(rule.deny) == 1 with input as of({"depends_on": {"cache": {"condition": "service_started"}}})
	count(rule.deny) == 1 with input as of({"network_mode": "service:vpn"})
	count(rule.deny) == 0 with input as of({"depends_on": ["db"]})
	count(rule.deny) == 0 with input as of({"depends_on": {"cache": {"required": false}}})
}

test_network if {
	count(rule.deny) == 1 with input as of({"networks": ["front"]})
	count(rule.deny) == 0 with input as of({"networks": {"back": {"aliases": ["x"]}, "default": null}})
}

test_volume if {
	count(rule.deny) == 1 with input as of({"volumes": ["cache:/cache"]})
	count(rule.deny) == 1 with input as of({"volumes": [{"type": "volume", "source": "cache", "target": "/cache"}]})
	count(rule.deny) == 0 with input as of({"volumes": ["data:/data:ro", "./src:/src", "/etc/x:/x", "/anonymous", "${DIR:-cache}:/x"]})
	count(rule.deny) == 0 with input as of({"volumes": [{"type": "bind", "source": "cache", "target": "/cache"}]})
}

test_secret if {
	count(rule.deny) == 1 with input as of({"secrets": ["password"]})
	count(rule.deny) == 0 with input as of({"secrets": [{"source": "token"}]})
}

test_part_of_others if {
	count(rule.deny) == 0 with input as named("compose.yaml", {"services": {"shop": {"depends_on": ["db"]}}})
	count(rule.deny) == 0 with input as named("compose.test.yaml", file({"networks": ["front"]}))
}

test_includes if {
	count(rule.deny) == 0 with input as named("compose.yaml", object.union(file({"networks": ["front"]}), {"include": ["x.yaml"]}))
}

test_defined_in_another_file if {
	of_two := {"complete": true, "documents": [
		{"file": "web/compose.yaml", "document": 0, "kind": "compose", "node": file({"networks": ["front"]})},
		{"file": "compose.yaml", "document": 0, "kind": "compose", "node": {"networks": {"front": {}}}},
	]}
	count(rule.deny) == 0 with input as of_two
}

test_file_without_networks if {
	services := {"services": {"shop": {"image": "shop:1", "networks": ["front"]}}}
	count(rule.deny) == 1 with input as named("compose.yaml", services)
	count(rule.deny) == 0 with input as object.union(named("compose.yaml", services), {"complete": false})
}

test_secrets_of_another_file if {
	count(rule.deny) == 0 with input as named("compose.yaml", {"services": {"shop": {"image": "shop:1", "secrets": ["token"]}}})
}
