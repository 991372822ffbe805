# METADATA
# title: Event has two filters that exclude each other
# description: >-
#   GitHub refuses an event with both a filter and its opposite, such as `branches` and `branches-ignore`.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushpull_requestpull_request_targetpathspaths-ignore
# custom:
#   kinds: [github/workflow]
#   level: error
#   help: Keep one of the two; a pattern after `!` leaves something out.
#   equivalents:
#     actionlint: [events]
package waylint.rules.github.conflicting_filters

deny contains {"at": ["on", event, opposite], "message": message} if {
	some event, filters in input.on
	some filter in ["branches", "tags", "paths"]
	filters[filter]
	opposite := sprintf("%s-ignore", [filter])
	filters[opposite]
	message := sprintf("%s has both %s and %s", [event, filter, opposite])
}
