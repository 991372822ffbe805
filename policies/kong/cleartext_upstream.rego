# METADATA
# title: Requests leave the gateway in the clear
# description: >-
#   The service is on a public host and is called over plain HTTP. Whatever callers sent over TLS, tokens included, goes
#   the last part of its way readable for everyone on it.
# related_resources:
# - ref: https://developer.konghq.com/gateway/entities/service/
# custom:
#   kinds: [kong/service]
#   level: warning
#   help: Use `https` as the protocol, and verify the upstream's certificate.
package waylint.rules.kong.cleartext_upstream

import data.waylint.lib.kong

deny contains {"at": array.concat(service.at, at), "message": message} if {
	some service in kong.services
	[at, host] := plain(service.node)
	is_public(host)
	message := sprintf("public host %q is called without TLS", [host])
}

plain(service) := [["url"], host] if {
	found := regex.find_all_string_submatch_n(`^(http|ws)://([^/:]+)`, service.url, 1)
	host := found[0][2]
}

plain(service) := [["protocol"], service.host] if {
	not service.url
	service.protocol in {"http", "ws", "grpc"}
}

# A name of the public DNS, not of a cluster, a company or a machine.
is_public(host) if {
	regex.match(`^([a-zA-Z0-9_-]+\.)+[a-zA-Z]{2,}$`, host)
	not regex.match(`(?i)\.(svc|local|localhost|localdomain|internal|intern|intranet|lan|corp|home|private|test|consul|docker|cluster|upstream)$`, host)
	not contains(host, ".svc.")
	not is_upstream(host)
}

# Upstreams are named like hosts and are none.
is_upstream(host) if {
	some upstream in input.upstreams
	upstream.name == host
}
