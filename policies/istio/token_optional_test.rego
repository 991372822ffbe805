package waylint.rules.istio.token_optional_test

import data.waylint.rules.istio.token_optional as rule

member(kind, space, spec) := {
	"file": "auth.yaml",
	"document": 0,
	"kind": sprintf("istio/%s", [kind]),
	"node": {
		"apiVersion": "security.istio.io/v1",
		"kind": kind,
		"metadata": {"name": "jwt", "namespace": space},
		"spec": spec,
	},
}

authentication := member("RequestAuthentication", "web", {"jwtRules": [{"issuer": "https://login.example.com"}]})

policy(space, spec) := member("AuthorizationPolicy", space, spec)

principal := {"rules": [{"from": [{"source": {"requestPrincipals": ["*"]}}]}]}

given(documents) := {"complete": true, "documents": documents}

test_alone if {
	some finding in rule.deny with input as given([authentication])
	finding.at == ["spec", "jwtRules"]
}

test_policy_about_something_else if {
	documents := [authentication, policy("web", {"rules": [{"to": [{"operation": {"methods": ["GET"]}}]}]})]
	count(rule.deny) == 1 with input as given(documents)
}

test_policy_elsewhere if count(rule.deny) == 1 with input as given([authentication, policy("shop", principal)])

test_principal if count(rule.deny) == 0 with input as given([authentication, policy("web", principal)])

test_for_the_whole_mesh if count(rule.deny) == 0 with input as given([authentication, policy("istio-system", principal)])

test_claim if {
	spec := {"action": "DENY", "rules": [{"when": [{"key": "request.auth.claims[groups]", "notValues": ["shop"]}]}]}
	count(rule.deny) == 0 with input as given([authentication, policy("web", spec)])
}

test_external_authoriser if {
	count(rule.deny) == 0 with input as given([authentication, policy("web", {"action": "CUSTOM", "rules": [{}]})])
}

test_routing_by_claim if {
	route := {"match": [{"headers": {"@request.auth.claims.group": {"exact": "shop"}}}], "route": []}
	service := member("VirtualService", "web", {"hosts": ["shop"], "http": [route]})
	count(rule.deny) == 0 with input as given([authentication, object.union(service, {"node": {"apiVersion": "networking.istio.io/v1"}})])
}

test_part_of_a_repository if {
	count(rule.deny) == 0 with input as {"complete": false, "documents": [authentication]}
}
