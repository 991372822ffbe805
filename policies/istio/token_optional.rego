# METADATA
# title: Tokens are checked but not required
# description: >-
#   A RequestAuthentication refuses bad tokens and lets requests without any pass. Only an AuthorizationPolicy that asks
#   for a request principal makes the token a condition.
# related_resources:
# - ref: https://istio.io/latest/docs/reference/config/security/request_authentication/
# - ref: https://istio.io/latest/docs/tasks/security/authorization/authz-jwt/
# custom:
#   kinds: [istio/RequestAuthentication, istio/AuthorizationPolicy, istio/VirtualService]
#   scope: repository
#   level: warning
#   help: Add an AuthorizationPolicy that allows `requestPrincipals` only, or denies `notRequestPrincipals`.
package waylint.rules.istio.token_optional

import data.waylint.lib.istio

deny contains {"in": d.file, "document": d.document, "at": ["spec", "jwtRules"], "message": message} if {
	input.complete
	some d in input.documents
	d.kind == "istio/RequestAuthentication"
	d.node.spec.jwtRules
	not is_required(istio.namespace(d.node))
	message := "requests without a token pass: no AuthorizationPolicy asks for one"
}

# The mesh's own namespace speaks for all, and so may whoever names none.
is_required(space) if {
	some other in {space, "", "istio-system"}
	other in asking
}

is_required("") if count(asking) > 0

asking contains istio.namespace(d.node) if {
	some d in input.documents
	d.kind != "istio/RequestAuthentication"
	asks(d)
}

asks(d) if {
	d.kind == "istio/AuthorizationPolicy"
	d.node.spec.action == "CUSTOM"
}

asks(d) if {
	d.kind == "istio/AuthorizationPolicy"
	some rule in d.node.spec.rules
	some from in rule.from
	some key in ["requestPrincipals", "notRequestPrincipals"]
	from.source[key]
}

asks(d) if {
	d.kind == "istio/AuthorizationPolicy"
	some rule in d.node.spec.rules
	some condition in rule.when
	startswith(condition.key, "request.auth.")
}

# Routing by claims sends those without the claim elsewhere.
asks(d) if {
	d.kind == "istio/VirtualService"
	some route in waylint.view("istio/http-route", d.node)
	some entry in route.node.match
	some name, _ in entry.headers
	startswith(name, "@request.auth.claims")
}
