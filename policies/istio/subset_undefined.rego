# METADATA
# title: Route goes to a subset that is not defined
# description: >-
#   Subsets exist only in destination rules. Requests sent to one that no destination rule defines for the host have no
#   endpoints to go to, and fail with 503.
# related_resources:
# - ref: https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
# - ref: https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule
# custom:
#   kinds: [istio/VirtualService, istio/DestinationRule]
#   scope: repository
#   level: error
#   help: Define the subset in the host's DestinationRule, or name one that it defines.
#   equivalents:
#     istioctl: [IST0101]
#     kiali: [KIA1107]
package waylint.rules.istio.subset_undefined

import data.waylint.lib.istio

deny contains {"in": d.file, "document": d.document, "at": at, "message": message} if {
	input.complete
	some d in input.documents
	d.kind == "istio/VirtualService"
	some destination in waylint.view("istio/destination", d.node)
	subset := destination.node.subset
	host := destination.node.host
	not istio.is_template(sprintf("%v%v", [host, subset]))
	keys := istio.host_keys(host)
	is_known(keys)
	not is_defined(keys, subset)
	at := array.concat(destination.at, ["subset"])
	message := sprintf("no DestinationRule defines subset %q of host %q", [subset, host])
}

# Host key and subset of every destination rule, so that a route needs one look and no search.
defined contains [key, subset.name] if {
	some rule in rules
	some key in istio.host_keys(rule.spec.host)
	some subset in rule.spec.subsets
}

# The hosts whose destination rules are here. Those of another repository say nothing about their subsets.
known contains key if {
	some rule in rules
	some key in istio.host_keys(rule.spec.host)
}

rules := [d.node | some d in input.documents; d.kind == "istio/DestinationRule"]

is_known(keys) if {
	some key in keys
	key in known
}

is_defined(keys, subset) if {
	some key in keys | {"*"}
	[key, subset] in defined
}
