package waylint.rules.dockerfile.protocol_in_upper_case_test

import data.waylint.rules.dockerfile.protocol_in_upper_case as rule

file(protocol) := {"stages": [{"instructions": [{"instruction": "EXPOSE", "ports": [{"text": sprintf("53/%s", [protocol]), "port": 53, "protocol": protocol}]}]}]}

test_capitals if {
	some finding in rule.deny with input as file("UDP")
	finding.fix.edits[0].value == "53/udp"
}

test_small if count(rule.deny) == 0 with input as file("udp")
