# METADATA
# title: Access list without authentication
# description: >-
#   The acl plugin looks at the groups of the consumer that an authentication plugin has found. Without one there is no
#   consumer, and every request is refused.
# related_resources:
# - ref: https://developer.konghq.com/plugins/acl/
# custom:
#   kinds: [kong/deck]
#   scope: repository
#   level: warning
#   help: Add an authentication plugin to the same route or service, or for all requests.
package waylint.rules.kong.acl_without_authentication

import data.waylint.lib.kong

deny contains {"in": d.file, "document": d.document, "at": at, "message": message} if {
	input.complete
	some d in input.documents
	not kong.authenticates(d.node)
	not authenticated_elsewhere(d)
	some service in waylint.view("kong/service", d.node)
	not kong.authenticates(service.node)
	some at in lists(service)
	message := "acl finds no consumer: nothing here authenticates requests"
}

# The acl plugins of a service, unless all its routes authenticate, and those of its routes that do not.
lists(service) := of_service | of_routes if {
	open := {i | some i, route in service.node.routes; not kong.authenticates(route)}
	of_service := {array.concat(service.at, ["plugins", i]) |
		some i, plugin in service.node.plugins
		is_acl(plugin)
		count(open) > 0
	}
	of_routes := {array.concat(service.at, ["routes", i, "plugins", j]) |
		some i in open
		some j, plugin in service.node.routes[i].plugins
		is_acl(plugin)
	}
}

is_acl(plugin) if {
	plugin.name == "acl"
	not plugin.enabled == false
}

# One configuration may stand in several files of a folder.
authenticated_elsewhere(d) if folder(d.file) in authenticating

authenticating contains folder(d.file) if {
	some d in input.documents
	some plugin in d.node.plugins
	kong.authenticates({"plugins": [plugin]})
}

folder(file) := concat("/", array.slice(parts, 0, count(parts) - 1)) if parts := split(file, "/")
