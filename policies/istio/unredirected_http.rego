# METADATA
# title: Host is served without TLS beside TLS
# description: >-
#   The gateway has a certificate for the host and still answers plain HTTP, so whoever types no `https://` talks in the
#   clear, cookies included.
# related_resources:
# - ref: https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
# custom:
#   kinds: [istio/Gateway]
#   level: note
#   help: Set `tls.httpsRedirect` to `true` on the plain server.
package waylint.rules.istio.unredirected_http

servers := waylint.view("istio/server", input)

deny contains {"at": array.concat(server.at, ["port"]), "message": message} if {
	some server in servers
	upper(server.node.port.protocol) in {"HTTP", "HTTP2"}
	not server.node.tls.httpsRedirect
	some host in server.node.hosts
	host in secured
	message := sprintf("host %q is served over TLS and in the clear", [host])
}

secured contains host if {
	some server in servers
	upper(server.node.port.protocol) == "HTTPS"
	some host in server.node.hosts
}
