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
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       every:
#         type: boolean
#         description: >-
#           Whether a port that more than two services publish counts too. They are mostly started one at a time.
#         default: false
package waylint.rules.compose.duplicate_port

import data.waylint.lib.compose

deny contains {"at": port.at, "message": message, "related": [related]} if {
	some port in ports
	earlier := [other |
		some other in ports
		number(other.index) < number(port.index)
		collide(other, port)
	]
	not alternatives(port)
	message := sprintf("port %s of the host is taken", [port.host])
	related := {"at": earlier[0].at, "message": "the first service that publishes it"}
}

collide(one, other) if {
	one.host == other.host
	one.protocol == other.protocol
	overlap(one.ip, other.ip)
	object.get(one.service, "profiles", []) == object.get(other.service, "profiles", [])
	not tried_in_turn(one, other)
}

tried_in_turn(one, other) if {
	not data.waylint.options["compose/duplicate-port"].every
	compose.versions(one.service, other.service)
}

# So many are not forgotten: they are started one at a time.
alternatives(port) if {
	not data.waylint.options["compose/duplicate-port"].every
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
