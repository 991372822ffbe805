# METADATA
# title: Filter can match nothing
# description: >-
#   A pattern that is not what GitHub takes, or a filter of nothing but exclusions, keeps the workflow from ever
#   starting.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
# custom:
#   kinds: [github/workflow]
#   level: error
#   help: "Write the pattern as it stands in the repository: without `./`, and with one pattern that includes."
#   equivalents:
#     actionlint: [events, glob]
package waylint.rules.github.invalid_filter

deny contains {"at": ["on", event, filter, index], "message": message} if {
	some event, filter, index
	pattern := input.on[event][filter][index]
	filter in names
	fault := fault_of(filter, pattern)
	message := sprintf("%q %s", [pattern, fault])
}

# One alone need not be a list.
deny contains {"at": ["on", event, filter], "message": message} if {
	some event, filter
	pattern := input.on[event][filter]
	is_string(pattern)
	filter in names
	message := sprintf("%q %s", [pattern, fault_of(filter, pattern)])
}

deny contains {"at": ["on", event, filter], "message": message} if {
	some event, filter
	patterns := input.on[event][filter]
	is_array(patterns)
	filter in {"branches", "tags", "paths"}
	count(patterns) > 0
	every pattern in patterns { startswith(pattern, "!") }
	not input.on[event][other_refs[filter]]
	message := sprintf("%s only leaves out, so that nothing is left", [filter])
}

deny contains object.union({"at": ["on", event, filter], "message": message}, weight(event)) if {
	some event, filter
	input.on[event][filter]
	filter in names
	not event in {"push", "pull_request", "pull_request_target", "workflow_run", "merge_group"}
	message := sprintf("%q has no filter %q, so that nothing is left out", [event, filter])
}

# Who starts it by hand names the branch.
weight(event) := {"level": "note"} if event == "workflow_dispatch"

weight(event) := {} if event != "workflow_dispatch"

# With branches that start the workflow, no tag is what is meant, and the other way round.
other_refs := {"branches": "tags", "tags": "branches"}

names := {"branches", "branches-ignore", "tags", "tags-ignore", "paths", "paths-ignore"}

fault_of(filter, pattern) := "begins with `./`, which no path does" if {
	startswith(filter, "paths")
	regex.match(`^!?\./`, pattern)
} else := "has a sign that no branch or tag has" if {
	not startswith(filter, "paths")
	regex.match(`[ ~^:]|\.\.|@\{`, pattern)
} else := "has a bracket that is not closed" if {
	regex.match(`(^|[^\\])\[[^\]]*$`, pattern)
} else := "has an empty set" if {
	contains(pattern, "[]")
} else := "begins or ends with a space" if {
	startswith(filter, "paths")
	regex.match(`^!?[\s\x{a0}]|[\s\x{a0}]$`, pattern)
} else := "is empty" if {
	pattern in {"", "!"}
}
