package waylint.rules.dockerfile.administration_port_exposed_test

import data.waylint.rules.dockerfile.administration_port_exposed as rule

file(port) := {"stages": [{"index": 0, "final": true, "base": {"stage": null}, "instructions": [{
	"instruction": "EXPOSE",
	"ports": [{"port": port}],
}]}]}

test_login if count(rule.deny) == 1 with input as file(22)

test_web if count(rule.deny) == 0 with input as file(80)
