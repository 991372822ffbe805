# METADATA
# title: Admin API is reachable through the gateway
# description: >-
#   Who reaches Kong's Admin API owns the gateway: it can read every credential and send any traffic elsewhere. A service
#   that points at it opens it to all who can call the gateway.
# related_resources:
# - ref: https://developer.konghq.com/gateway/secure-the-admin-api/
# custom:
#   kinds: [kong/service]
#   level: error
#   help: Remove the service, or ask for authentication and restrict the addresses that may call.
package waylint.rules.kong.admin_api_exposed

import data.waylint.lib.kong

deny contains {"at": array.concat(service.at, at), "message": message} if {
	some service in kong.services
	[at, port] := target(service.node)
	is_admin(service.node, port)
	not is_protected(service.node)
	message := sprintf("service leads to Kong's Admin API on port %v and nothing guards it", [port])
}

target(service) := [["url"], port] if {
	found := regex.find_all_string_submatch_n(`^https?://(localhost|127\.0\.0\.1|\[::1\]):([0-9]+)`, service.url, 1)
	port := to_number(found[0][2])
}

target(service) := [["port"], service.port] if {
	not service.url
	service.host in {"localhost", "127.0.0.1", "::1"}
}

is_admin(_, port) if port in {8001, 8444}

is_protected(_) if is_guarded(input.plugins)

is_protected(service) if is_guarded(service.plugins)

is_protected(service) if {
	count(service.routes) > 0
	every route in service.routes {
		is_guarded(route.plugins)
	}
}

is_guarded(plugins) if kong.authenticates({"plugins": plugins})

is_guarded(plugins) if {
	some plugin in plugins
	plugin.name == "ip-restriction"
}
