package waylint.rules.compose.duplicate_port_test

import data.waylint.rules.compose.duplicate_port as rule

file(one, other) := {"services": {"a": {"ports": [one]}, "b": {"ports": [other]}}}

test_twice if count(rule.deny) == 1 with input as file("8080:80", "8080:8080")

test_long if count(rule.deny) == 1 with input as file("8080:80", {"published": 8080, "target": 80})

test_same_service if count(rule.deny) == 1 with input as {"services": {"a": {"ports": ["80:80", "80:81"]}}}

test_other_port if count(rule.deny) == 0 with input as file("8080:80", "8081:80")

test_other_address if count(rule.deny) == 0 with input as file("127.0.0.1:80:80", "127.0.0.2:80:80")

test_every_address if count(rule.deny) == 1 with input as file("127.0.0.1:80:80", "80:80")

test_other_protocol if count(rule.deny) == 0 with input as file("53:53", "53:53/udp")

test_container_port if count(rule.deny) == 0 with input as file("80", "80")

test_started_one_at_a_time if {
	alike := {"services": {name: {"ports": ["9999:5432"]} | some name in ["a", "b", "c"]}}
	count(rule.deny) == 0 with input as alike
	count(rule.deny) == 2 with input as alike with data.waylint.options as {"compose/duplicate-port": {"every": true}}
}

test_versions_of_one_image if {
	services := {"old": {"image": "mysql:5.7", "ports": ["3306:3306"]}, "new": {"image": "mysql:9.5", "ports": ["3306:3306"]}}
	count(rule.deny) == 0 with input as {"services": services}
	count(rule.deny) == 1 with input as {"services": object.union(services, {"new": {"image": "mysql:5.7"}})}
}
