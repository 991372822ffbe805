package waylint.rules.compose.port_on_all_interfaces_test

import data.waylint.rules.compose.port_on_all_interfaces as rule

file(port) := {"services": {"shop": {"ports": [port]}}}

test_short if count(rule.deny) == 1 with input as file("8080:80")

test_variable if count(rule.deny) == 1 with input as file("${PORT:-8080}:80")

test_long if count(rule.deny) == 1 with input as file({"published": 8080, "target": 80})

test_address if count(rule.deny) == 0 with input as file("127.0.0.1:8080:80/tcp")

test_new_address if count(rule.deny) == 0 with input as file("[::1]:8080:80")

test_long_address if count(rule.deny) == 0 with input as file({"published": 8080, "target": 80, "host_ip": "127.0.0.1"})
