# METADATA
# title: A single try may last longer than the whole request
# description: >-
#   The timeout of a route covers all its tries. Where `perTryTimeout` is longer, a slow try is cut off by the route and
#   none of the retries that were asked for takes place.
# related_resources:
# - ref: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
# custom:
#   kinds: [istio/http-route]
#   level: warning
#   help: Make `perTryTimeout` times the attempts fit into `timeout`.
package waylint.rules.istio.retry_outlasts_timeout

deny contains {"at": at, "message": message} if {
	some route in waylint.view("istio/http-route", input)
	route.node.retries.attempts > 0
	whole := time.parse_duration_ns(route.node.timeout)
	whole > 0
	time.parse_duration_ns(route.node.retries.perTryTimeout) > whole
	at := array.concat(route.at, ["retries", "perTryTimeout"])
	values := [route.node.retries.perTryTimeout, route.node.timeout]
	message := sprintf("a try of %s does not fit into the route's timeout of %s", values)
}
