# METADATA
# title: Port is published on all interfaces
# description: >-
#   Docker opens published ports past the host's firewall, so a database that is meant for the neighbour is open to the
#   network.
# related_resources:
# - ref: https://docs.docker.com/engine/network/port-publishing/
# custom:
#   kinds: [compose/service]
#   level: note
#   help: Name the address, as in `127.0.0.1:5432:5432`, or leave the port out where only other services need it.
#   fix: unsafe
#   equivalents:
#     dclint: [no-unbound-port-interfaces]
#     kics: [dockerCompose/Container Traffic Not Bound To Host Interface]
package waylint.rules.compose.port_on_all_interfaces

import data.waylint.lib.compose

deny contains object.union({"at": array.concat(service.at, port.at), "message": message}, fix_of(service, port)) if {
	some service in compose.services
	some port in compose.ports(service.node)
	port.ip == ""
	message := sprintf("port %s listens on all interfaces", [port.text])
}

# What only this machine asks for.
fix_of(service, port) := {"fix": {"title": "listen on 127.0.0.1 alone", "safe": false, "edits": [edit]}} if {
	port.host != ""
	written := service.node.ports[port.at[1]]
	is_string(written)
	edit := {"op": "replace", "at": array.concat(service.at, port.at), "value": sprintf("127.0.0.1:%s", [written])}
} else := {"fix": {"title": "listen on 127.0.0.1 alone", "safe": false, "edits": [edit]}} if {
	port.host != ""
	is_object(service.node.ports[port.at[1]])
	edit := {"op": "add", "at": array.concat(service.at, array.concat(port.at, ["host_ip"])), "value": "127.0.0.1"}
} else := {}
