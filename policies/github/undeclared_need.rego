# METADATA
# title: Expression refers to a job that this one does not wait for
# description: >-
#   Only jobs under `needs` can be referred to, and of them only what they declare under `outputs`. Anything else is
#   empty.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#needs-context
# custom:
#   kinds: [github/workflow]
#   level: error
#   help: Name the job under `needs`, and declare the output there.
#   fix: safe
#   equivalents:
#     actionlint: [expression]
package waylint.rules.github.undeclared_need

import data.waylint.lib.github

deny contains object.union({"at": reference.at, "within": reference.within, "message": message, "fix": fix}, weight(reference)) if {
	some reference in missing
	message := sprintf("the job does not wait for %q", [reference.need])
	fix := {
		"title": sprintf("Wait for %s", [reference.known]),
		"safe": true,
		"edits": [wait_for(["jobs", reference.job, "needs"], input.jobs[reference.job], reference.known)],
	}
}

weight(reference) := {"level": "note"} if is_compiled(reference)

weight(reference) := github.weight(reference.at) if not is_compiled(reference)

# The compiler of agentic workflows writes these variables into each of its jobs.
is_compiled(reference) if startswith(reference.at[count(reference.at) - 1], "GH_AW_")

wait_for(at, job, name) := {"op": "add", "at": at, "value": [name]} if not job.needs

wait_for(at, job, name) := {"op": "replace", "at": at, "value": [job.needs, name]} if is_string(job.needs)

wait_for(at, job, name) := {"op": "add", "at": array.concat(at, [count(job.needs)]), "value": name} if is_array(job.needs)

deny contains object.union({"at": reference.at, "within": reference.within, "message": message}, github.weight(reference.at)) if {
	some reference in all
	reference.need in reference.declared
	reference.path[2] == "outputs"
	output := reference.path[3]
	is_string(output)
	output != "*"
	some name, job in input.jobs
	lower(name) == reference.need
	not job.uses
	outputs := {lower(key) | some key, _ in job.outputs}
	not output in outputs
	not has_fallback(reference)
	message := sprintf("job %q has no output %q", [name, output])
}

# `needs.build.outputs.tag || 'edge'` counts on the empty text.
has_fallback(reference) if {
	reference.flows
	some expression in github.expressions
	expression.at == reference.at
	some node in expression.node.nodes
	node.operator == "||"
	first := expression.node.nodes[node.operands[0]]
	first.from <= reference.within[0]
	reference.within[1] <= first.to
}

missing := [object.union(reference, {"known": known}) |
	some reference in all
	not reference.need in reference.declared
	known := concat("", [name | some name, _ in input.jobs; lower(name) == reference.need])
]

all := [object.union(reference, {"job": job, "need": need, "declared": declared}) |
	some reference in github.references
	reference.at[0] == "jobs"
	reference.path[0] == "needs"
	need := reference.path[1]
	is_string(need)
	need != "*"
	job := reference.at[1]
	declared := {lower(name) | some name in github.needs(input.jobs[job])}
]
