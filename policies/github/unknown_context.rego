# METADATA
# title: Expression refers to what does not exist
# description: >-
#   GitHub refuses a workflow that names an unknown context. A property that does not exist is empty, and nobody is
#   told.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts
# custom:
#   kinds: [github/workflow, github/action]
#   level: error
#   help: Name a context or property that exists.
#   equivalents:
#     actionlint: [expression]
package waylint.rules.github.unknown_context

import data.waylint.lib.github
import data.waylint.lib.github_facts

deny contains {"at": reference.at, "within": reference.within, "message": message} if {
	some reference in github.references
	context := reference.path[0]
	not context in github_facts.contexts
	message := sprintf("there is no context %q", [context])
}

deny contains object.union({"at": reference.at, "within": reference.within, "message": message}, weight(reference.path)) if {
	some reference in github.references
	known := github_facts.properties[reference.path[0]]
	property := reference.path[1]
	is_string(property)
	property != "*"
	not property in known
	message := sprintf("%s has no property %q", [reference.path[0], property])
}

# It is not documented, and some find it set in a called workflow while others find it empty.
weight(path) := {"level": "note"} if array.slice(path, 0, 2) == ["github", "job_workflow_sha"] else := {}
