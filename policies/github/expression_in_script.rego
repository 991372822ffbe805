# METADATA
# title: Script is put together from values that are not fixed
# description: >-
#   An expression in a script is replaced before the script runs. A value with a quote or a `;` in it, whoever set it,
#   is then code.
# related_resources:
# - ref: https://docs.github.com/en/actions/concepts/security/script-injections
# custom:
#   kinds: [github/workflow, github/action]
#   level: note
#   help: Set an environment variable of the step to the expression, and use the variable, in quotes, in the script.
#   fix: safe
#   equivalents:
#     codeql: [actions/code-injection/medium]
#     zizmor: [template-injection]
package waylint.rules.github.expression_in_script

import data.waylint.lib.github

deny contains object.union({"at": fault.at, "within": fault.within, "message": message}, fixes[fault.at]) if {
	some fault in faults
	message := sprintf("%s goes into the script as code", [fault.text])
}

faults := [reference |
	some reference in github.references
	reference.flows
	reference.at in code
	free(reference)
]

code := {script.at | some script in github.scripts | github.inline_code}

# One fix for all of a script.
fixes[at] := github.fixed_script(at, [fault.within | some fault in faults; fault.at == at]) if {
	some at in {fault.at | some fault in faults}
}

free(reference) if {
	["inputs", name] = reference.path
	every declared in declarations(name) { is_text(declared) }
}

free(reference) if {
	["github", "event", "inputs", name] = reference.path
	every declared in declarations(name) { is_text(declared) }
}

# Without a pull request the branch is one of the repository's own.
free(reference) if reference.path in {["github", "ref_name"], ["github", "ref"], ["github", "base_ref"], ["github", "actor"], ["github", "triggering_actor"]}

free(reference) if {
	["steps", id, "outputs", _] = reference.path
	not same_place(reference.at, id)
}

free(reference) if ["needs", _, "outputs", _] = reference.path

# All of them, made one text.
free(reference) if reference.path == ["needs"]

free(reference) if {
	[context, _, "outputs"] = reference.path
	context in {"needs", "steps"}
}

free(reference) if {
	reference.path in {["inputs"], ["github", "event", "inputs"]}
	some name in inputs
	some declared in declarations(name)
	is_text(declared)
}

free(reference) if ["env", _] = reference.path

free(reference) if ["vars", _] = reference.path

# Numbers, commits and times are what they are.
free(reference) if {
	reference.path[1] == "event"
	not github.strangers_text(reference.path)
	not regex.match(`(^|_)(number|id|sha|after|before|url|draft|merged|private|fork|count|inputs)$|_at$|_url$`, sprintf("%v", [reference.path[count(reference.path) - 1]]))
}

# What the matrix holds is only known where it is written out.
free(reference) if {
	["matrix", _] = reference.path
	is_string(input.jobs[reference.at[1]].strategy.matrix)
}

free(reference) if {
	reference.path == ["matrix"]
	contains(json.marshal(input.jobs[reference.at[1]].strategy.matrix), "${{")
}

free(reference) if {
	["matrix", key] = array.slice(reference.path, 0, 2)
	matrix := input.jobs[reference.at[1]].strategy.matrix
	some entry in array.concat([matrix], [item | some item in matrix.include])
	some written, value in entry
	lower(written) == key
	contains(json.marshal(value), "${{")
}

is_text(declared) if not object.get(declared, "type", "string") in {"boolean", "number", "choice", "environment"}

inputs contains lower(name) if some name, _ in input.inputs

inputs contains lower(name) if {
	some event in ["workflow_call", "workflow_dispatch"]
	some name, _ in input.on[event].inputs
}

declarations(name) := [declared | some written, declared in input.inputs; lower(written) == name] if input.inputs

declarations(name) := [declared |
	some event in ["workflow_call", "workflow_dispatch"]
	some written, declared in input.on[event].inputs
	lower(written) == name
] if {
	not input.inputs
}

# What a cache says is true or false.
same_place(at, id) if {
	some step in github.beside(at)
	lower(step.node.id) == id
	startswith(step.node.uses, "actions/cache@")
}
