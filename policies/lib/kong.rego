# METADATA
# title: Plugins and credentials of Kong
package waylint.lib.kong

# METADATA
# description: >-
#   Whether the plugins of a service, route or file hold one that finds out who is calling. A company's own are known by
#   their name.
authenticates(node) if {
	some plugin in node.plugins
	not plugin.enabled == false
	is_authentication(plugin.name)
}

is_authentication(name) if name in {"jwt", "openid-connect", "saml"}

is_authentication(name) if contains(name, "auth")

# METADATA
# description: The services of a decK file with their places.
services := waylint.view("kong/service", input)

# METADATA
# description: >-
#   Whether a value is looked up when the configuration is applied or read: a vault's reference, an environment variable
#   of decK, a template.
is_reference(text) if {
	some mark in ["{vault://", "${", "{{", "$("]
	contains(text, mark)
}
