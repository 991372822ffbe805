package waylint.rules.dockerfile.host_port_exposed_test

import data.waylint.rules.dockerfile.host_port_exposed as rule

test_mapping if {
	some finding in rule.deny with input as {"stages": [{"instructions": [{"instruction": "EXPOSE", "ports": [{"text": "80:8080/tcp", "port": 8080, "host": "80"}]}]}]}
	finding.fix.edits[0].value == "8080/tcp"
}

test_port if {
	count(rule.deny) == 0 with input as {"stages": [{"instructions": [{"instruction": "EXPOSE", "ports": [{"text": "8080", "port": 8080}]}]}]}
}
