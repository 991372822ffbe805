# METADATA
# title: Expression refers to a step that does not exist
# description: >-
#   Outputs of a step that is not in the job, or comes later, are empty. What was meant to depend on it then runs
#   always or never.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#steps-context
# custom:
#   kinds: [github/workflow, github/action]
#   level: error
#   help: Give the step that is meant this `id`, and refer to it behind it.
#   equivalents:
#     actionlint: [expression]
package waylint.rules.github.unknown_step

import data.waylint.lib.github

deny contains object.union({"at": reference.at, "within": reference.within, "message": message}, github.weight(reference.at)) if {
	some reference in github.references
	reference.path[0] == "steps"
	id := reference.path[1]
	is_string(id)
	id != "*"
	not id in before(reference.at)
	message := sprintf("no step before has the id %q", [id])
}

deny contains object.union({"at": reference.at, "within": reference.within, "message": message}, github.weight(reference.at)) if {
	some reference in github.references
	reference.path[0] == "steps"
	id := reference.path[1]
	id in before(reference.at)
	property := reference.path[2]
	not property in {"outputs", "conclusion", "outcome", "*"}
	message := sprintf("a step has no %q, its values are under `outputs`", [property])
}

# The ids of the steps that have run where an expression is worked out.
before(at) := ids(input.jobs[at[1]].steps, position(at, 2)) if at[0] == "jobs"

before(at) := ids(input.runs.steps, position(at, 1)) if at[0] in {"runs", "outputs"}

# The steps of a group that runs in parallel have all run behind it.
ids(steps, end) := {lower(step.id) | some index, step in steps; index < end} |
	{lower(step.id) | some index, group in steps; index < end; some step in group.parallel}

# The number of the step, or more than any behind the last. What an action is given is worked out a second time behind the last
# step, when the action cleans up.
position(at, key) := at[key + 1] if {
	at[key] == "steps"
	not at[key + 2] == "with"
} else := 100000
