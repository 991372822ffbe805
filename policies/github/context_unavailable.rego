# METADATA
# title: Context is not available here
# description: >-
#   Each key of a workflow is worked out at its own time, and then some contexts do not exist yet. GitHub refuses the
#   workflow.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#context-availability
# custom:
#   kinds: [github/workflow, github/action]
#   level: error
#   help: Use a context that this key may refer to; a secret in a condition goes through `env`.
#   equivalents:
#     actionlint: [expression]
package waylint.rules.github.context_unavailable

import data.waylint.lib.github
import data.waylint.lib.github_facts

deny contains {"at": reference.at, "within": reference.within, "message": message} if {
	some reference in github.references
	context := reference.path[0]
	context in github_facts.contexts
	allowed := allowance(reference.at)
	not context in allowed.contexts
	message := sprintf("context %q is not available in %s", [context, shown(reference.at)])
}

deny contains {"at": call.at, "within": call.within, "message": message} if {
	some call in github.calls
	call.name in {"always", "cancelled", "failure", "success"}
	not allowance(call.at).status
	message := sprintf("%s() is available in conditions only", [call.name])
}

deny contains {"at": call.at, "within": call.within, "message": message} if {
	some call in github.calls
	call.name == "hashfiles"
	allowed := allowance(call.at)
	not allowed.files
	message := "hashFiles() is available in steps only"
}

# A composite action sees what its caller passes.
deny contains {"at": reference.at, "within": reference.within, "message": message} if {
	some reference in github.references
	reference.at[0] == "runs"
	reference.path[0] == "secrets"
	message := `context "secrets" is not available in an action`
}

allowance(at) := [allowed | some allowed in github_facts.available; covers(allowed.key, flat(at))][0] if input.jobs

# A step of a group that runs in parallel is a step like any other.
flat(at) := array.concat(array.slice(at, 0, 4), array.slice(at, 6, count(at))) if at[4] == "parallel"

flat(at) := at if not at[4] == "parallel"

covers(key, at) if {
	count(key) <= count(at)
	every index, part in key {
		part in ["*", at[index]]
	}
}

shown(at) := concat(".", [step | some part in at; is_string(part); step := part])
