# METADATA
# title: Two services publish one port
# description: >-
#   A port of the host leads to one container, so of two services that publish it one does not start. Variants of a service, of which
#   one is started at a time, may share a port; `profiles` say so.
# related_resources:
# - ref: https://docs.docker.com/reference/compose-file/services/#ports
# custom:
#   kinds: [compose]
#   level: note
#   help: Publish one of them on another port.
#   equivalents:
#     dclint: [no-duplicate-exported-ports]
package waylint.rules.compose.duplicate_port

import data.waylint.lib.compose

deny contains {"at": port.at, "message": message, "related": [related]} if {
	some port in ports
	some other in ports
	number(other.index) < number(port.index)
	other.host == port.host
	other.protocol == port.protocol
	overlap(other.ip, port.ip)
	object.get(other.service, "profiles", []) == object.get(port.service, "profiles", [])
	not alternatives(port)
	not compose.versions(port.service, other.service)
	message := sprintf("port %s of the host is taken", [port.host])
	related := {"at": other.at, "message": "the first service that publishes it"}
}

# So many are not forgotten: they are started one at a time.
alternatives(port) if {
	count({other.index[0] | some other in ports; other.host == port.host; other.protocol == port.protocol}) > 2
}

number(index) := (index[0] * 10000) + index[1]

ports := [object.union(port, {"index": [index, at], "at": array.concat(service.at, port.at), "service": service.node}) |
	some index, service in compose.services
	some at, port in compose.ports(service.node)
	port.host != ""
	# What a variable holds is not known here.
	not contains(port.host, "$")
]

overlap(one, other) if one == other

overlap(one, other) if {
	some ip in [one, other]
	ip in {"", "0.0.0.0"}
	one != other
}
