package waylint.rules.compose.runtime_socket_mounted_test

import data.waylint.rules.compose.runtime_socket_mounted as rule

file(volume) := {"services": {"shop": {"image": "shop:1", "volumes": [volume]}}}

test_short if count(rule.deny) == 1 with input as file("/var/run/docker.sock:/var/run/docker.sock:ro")

test_long if count(rule.deny) == 1 with input as file({"type": "bind", "source": "/run/docker.sock", "target": "/run/docker.sock"})

test_other if count(rule.deny) == 0 with input as file("./docker:/etc/docker")

service(image) := {"services": {"shop": {"image": image, "volumes": ["/var/run/docker.sock:/var/run/docker.sock"]}}}

findings(image) := result if {
	result := rule.deny with input as service(image) with data.waylint.options["compose/runtime-socket-mounted"].drivers as ["portainer/*", "docker"]
}

test_driver if {
	count(findings("portainer/portainer-ce:2.21")) == 0
	count(findings("docker.io/portainer/agent")) == 0
	count(findings("docker:27-cli")) == 0
	count(findings("acme/docker")) == 1
	count(findings("traefik:v3.6")) == 1
}

test_built if count(rule.deny) == 1 with input as {"services": {"shop": {"build": ".", "volumes": ["/run/docker.sock:/x"]}}}
