package waylint.rules.istio.subset_undefined_test

import data.waylint.rules.istio.subset_undefined as rule

object(kind, spec) := {"apiVersion": "networking.istio.io/v1", "kind": kind, "metadata": {"name": "shop"}, "spec": spec}

member(kind, spec) := {
	"file": "mesh.yaml",
	"document": 0,
	"kind": sprintf("istio/%s", [kind]),
	"node": object(kind, spec),
}

route(host, subset) := member("VirtualService", {"hosts": [host], "http": [{"route": [{"destination": {"host": host, "subset": subset}}]}]})

rule_for(host, subsets) := member("DestinationRule", {"host": host, "subsets": [{"name": name, "labels": {"version": name}} | some name in subsets]})

given(documents) := {"complete": true, "documents": documents}

test_other_subset if count(rule.deny) == 1 with input as given([route("shop", "v2"), rule_for("shop", ["v1"])])

test_place if {
	some finding in rule.deny with input as given([route("shop", "v2"), rule_for("shop", [])])
	finding.at == ["spec", "http", 0, "route", 0, "destination", "subset"]
	finding.message == `no DestinationRule defines subset "v2" of host "shop"`
}

test_defined if count(rule.deny) == 0 with input as given([route("shop", "v1"), rule_for("shop", ["v1"])])

test_long_and_short_names if {
	documents := [route("shop", "v1"), rule_for("shop.web.svc.cluster.local", ["v1"])]
	count(rule.deny) == 0 with input as given(documents)
}

test_wildcard_rule if {
	documents := [route("shop", "v1"), rule_for("shop", []), rule_for("*.svc.cluster.local", ["v1"])]
	count(rule.deny) == 0 with input as given(documents)
}

test_rule_is_elsewhere if count(rule.deny) == 0 with input as given([route("shop", "v1")])

test_part_of_a_repository if {
	documents := [route("shop", "v2"), rule_for("shop", ["v1"])]
	count(rule.deny) == 0 with input as {"complete": false, "documents": documents}
}

test_template if count(rule.deny) == 0 with input as given([route("shop", "${version}"), rule_for("shop", ["v1"])])
