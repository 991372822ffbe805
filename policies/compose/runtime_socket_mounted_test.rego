package waylint.rules.compose.runtime_socket_mounted_test

import data.waylint.rules.compose.runtime_socket_mounted as rule

file(volume) := {"services": {"shop": {"volumes": [volume]}}}

test_short if count(rule.deny) == 1 with input as file("/var/run/docker.sock:/var/run/docker.sock:ro")

test_long if count(rule.deny) == 1 with input as file({"type": "bind", "source": "/run/docker.sock", "target": "/run/docker.sock"})

test_other if count(rule.deny) == 0 with input as file("./docker:/etc/docker")
