# METADATA
# title: Parts of GitHub workflows and actions that rules talk about
package waylint.lib.github

import data.waylint.lib.github_facts

# METADATA
# description: The jobs of a workflow, with their places.
jobs := waylint.view("github/job", input)

# METADATA
# description: The steps of a workflow or of a composite action, with their places, those of groups that run in parallel behind the others.
steps := waylint.view("github/step", input)

# METADATA
# description: The names of the events that start a workflow; none for an action.
events contains input.on if is_string(input.on)

events contains event if {
	is_array(input.on)
	some event in input.on
}

events contains event if {
	is_object(input.on)
	some event, _ in input.on
}

# METADATA
# description: The scripts that steps run, with their places.
scripts contains {"at": array.concat(step.at, ["run"]), "text": step.node.run, "step": step} if {
	some step in steps
	is_string(step.node.run)
}

# METADATA
# description: What a step runs that is no shell script, with its place.
inline_code contains {"at": array.concat(step.at, ["with", field]), "text": text, "step": step} if {
	some step in steps
	field := code_fields[lower(split(step.node.uses, "@")[0])]
	text := step.node["with"][field]
	is_string(text)
}

code_fields := {
	"8398a7/action-slack": "custom_payload",
	"actions/github-script": "script",
	"addnab/docker-run-action": "run",
	"appleboy/ssh-action": "script",
	"azure/cli": "inlineScript",
	"azure/powershell": "inlineScript",
	"jannekem/run-python-script-action": "script",
}

# METADATA
# description: The expressions of the document, with the places of the values they stand in.
expressions := waylint.view("github/expression", input)

# METADATA
# description: What expressions refer to, with its place; `path` is in lower case, `*` for every element, null for a computed name.
references := [{"at": expression.at, "within": [node.from, node.to], "text": node.text, "path": node.path, "flows": node.flows} |
	some expression in expressions
	some node in expression.node.nodes
	node.type == "reference"
]

# METADATA
# description: Whether a name is another one with a letter missing, one too many, another one, or in another place.
misspelt(name, other) if {
	startswith(other, substring(name, 0, 1))
	abs(count(name) - count(other)) < 2
	some shorter in shortened(name)
	shorter in shortened(other)
}

shortened(name) := {name} | {concat("", [substring(name, 0, index), substring(name, index + 1, -1)]) |
	some index in numbers.range(0, count(name) - 1)
}

# METADATA
# description: The functions that expressions call, with their places, and what their arguments are.
calls := [call |
	some expression in expressions
	some node in expression.node.nodes
	node.type == "call"
	arguments := [expression.node.nodes[index] | some index in node.arguments]
	call := {"at": expression.at, "within": [node.from, node.to], "text": node.text, "name": node.name, "arguments": arguments}
]

# METADATA
# description: The shell commands of steps that run in a POSIX shell, with the places of their scripts.
commands := [command | some command in waylint.view("github/command", input); is_posix(command.at)]

# METADATA
# description: The step a place is in.
step_at(at) := input.jobs[at[1]].steps[at[3]] if {
	at[0] == "jobs"
	not at[4] == "parallel"
}

step_at(at) := input.jobs[at[1]].steps[at[3]].parallel[at[5]] if {
	at[0] == "jobs"
	at[4] == "parallel"
}

step_at(at) := input.runs.steps[at[2]] if at[0] == "runs"

# METADATA
# description: The steps of the job, or of the action, that a place is in. Of two places the one that runs first is less.
beside(at) := [step | some step in steps; owner(step.at) == owner(at)]

owner(at) := array.slice(at, 0, 2) if at[0] == "jobs"

owner(at) := ["runs"] if at[0] == "runs"

# METADATA
# description: >-
#   The conditions under which what stands at a place of a workflow runs, as texts: of the step, of its job, and of the jobs without
#   which that is skipped.
conditions(at) := [sprintf("%v", [part["if"]]) |
	at[0] == "jobs"
	some part in array.concat([step_at(at) | true], [input.jobs[name] | some name in before(at[1])])
	is_given(part)
]

# `false` is a condition, too.
is_given(part) if part["if"] != null

# METADATA
# description: >-
#   The weight of a finding in a job or a step: a note where that is switched off by `if: false`, so that nothing fails until somebody
#   switches it on.
weight(at) := {"level": "note"} if switched_off(at) else := {}

switched_off(at) if {
	some condition in conditions(at)
	regex.match(`^\s*(\$\{\{\s*)?false(\s*\}\})?\s*$`, condition)
}

before(name) := {name} | {other |
	condition := sprintf("%v", [object.get(input.jobs[name], "if", "")])
	not regex.match(`\b(always|failure|cancelled) *\(`, condition)
	some other in needs(input.jobs[name])
}

# METADATA
# description: Whether a step has ended before another one of its job begins. Those of a group that runs in parallel run side by side.
runs_before(at, other) if {
	owner(at) == owner(other)
	turn(at) < turn(other)
}

turn(at) := at[3] if at[0] == "jobs"

turn(at) := at[2] if at[0] == "runs"

# METADATA
# description: >-
#   Whether the step a place is in runs in a POSIX shell. One that is named by an expression, or none on Windows, is not known.
is_posix(at) if regex.match(posix, step_at(at).shell)

is_posix(at) if {
	not step_at(at).shell
	not other_shells[job_of(at)]
}

posix := `^(/.*/)?(bash|sh|dash)\b`

job_of(at) := at[1] if at[0] == "jobs"

job_of(at) := "" if at[0] == "runs"

# The jobs whose steps have another one unless they say so.
other_shells[name] if {
	some name, job in input.jobs
	shell := object.get(job, ["defaults", "run", "shell"], object.get(input, ["defaults", "run", "shell"], "bash"))
	not regex.match(posix, shell)
}

other_shells[name] if {
	some name, job in input.jobs
	not object.get(job, ["defaults", "run", "shell"], object.get(input, ["defaults", "run", "shell"], false))
	contains(lower(json.marshal(job["runs-on"])), "windows")
}

# METADATA
# description: The steps and jobs that use an action or workflow of a repository, with its name in lower case and what it is pinned to.
uses := [{"at": array.concat(user.at, ["uses"]), "name": lower(parts[0]), "written": parts[0], "version": parts[1], "node": user.node} |
	some user in array.concat(steps, jobs)
	parts := split(user.node.uses, "@")
	count(parts) == 2
	not regex.match(`^([.$]|docker:)`, parts[0])
]

# METADATA
# description: The jobs that a job waits for by name, as written.
needs(job) := {job.needs} if is_string(job.needs)

needs(job) := {name | some name in job.needs; is_string(name)} if is_array(job.needs)

needs(job) := set() if not job.needs

# METADATA
# description: >-
#   The labels by which jobs ask for runners, with their places, in `runs-on` and in the matrix that it takes them from. Beside
#   `self-hosted` labels are one's own.
runner_labels contains {"at": array.concat(job.at, ["runs-on"]), "name": job.node["runs-on"]} if {
	some job in jobs
	is_string(job.node["runs-on"])
}

runner_labels contains {"at": array.concat(job.at, ["runs-on", index]), "name": name} if {
	some job in jobs
	labels := job.node["runs-on"]
	is_array(labels)
	not "self-hosted" in labels
	some index, name in labels
	is_string(name)
}

runner_labels contains {"at": array.concat(job.at, ["strategy", "matrix", key, index]), "name": name} if {
	some job in jobs
	some key in matrix_keys(job.node)
	some index, name in job.node.strategy.matrix[key]
	is_string(name)
}

runner_labels contains {"at": array.concat(job.at, ["strategy", "matrix", "include", index, key]), "name": name} if {
	some job in jobs
	some wanted in matrix_keys(job.node)
	some index, entry in job.node.strategy.matrix.include
	some key, name in entry
	lower(key) == lower(wanted)
	is_string(name)
}

# The keys of the matrix of which `runs-on` is made, one by one: `${{ matrix.os }}-large` is another label.
matrix_keys(job) := {key |
	some label in as_list(job["runs-on"])
	key := regex.find_all_string_submatch_n(`^\$\{\{\s*matrix\.([A-Za-z_][A-Za-z0-9_-]*)\s*(\|\|.*)?\}\}$`, label, 1)[0][1]
}

as_list(labels) := labels if is_array(labels)

as_list(labels) := [labels] if is_string(labels)

# METADATA
# description: >-
#   What the token of the job that a place is in may do, as its job or the workflow says; undefined where nobody says it, and
#   in an action.
rights(at) := input.jobs[at[1]].permissions if at[0] == "jobs"

rights(at) := input.permissions if {
	at[0] == "jobs"
	not "permissions" in object.keys(input.jobs[at[1]])
}

# METADATA
# description: >-
#   Whether strangers choose the text at the end of a reference's path, or a text in it. A computed index, a number and `*`
#   stand for any element.
strangers_text(path) if {
	some known in github_facts.untrusted
	count(known) >= count(path)
	every index, name in path {
		same(known[index], name)
	}
}

same("*", _)

same(part, name) if {
	part != "*"
	part == name
}

same(part, name) if {
	part != "*"
	name in {null, "*"}
}

# METADATA
# description: >-
#   The fix that hands what expressions stand for to a script in environment variables. `faults` are places in the script, as
#   references have them. There is none where the shell would not put the variable's value in: in single quotes, and in
#   here-documents that are quoted.
moved_to_environment(script, faults) := fix if {
	is_posix(script.at)
	regex.match(`^[\x00-\x7f]*$`, script.text)
	not regex.match(`<<-?\s*['"\\]`, script.text)
	moved := [move |
		some expression in expressions
		expression.at == script.at
		some fault in faults
		expression.node.from <= fault[0]
		fault[1] <= expression.node.to
		move := {"text": expression.node.text, "variable": variable(expression.node), "before": substring(script.text, 0, expression.node.from)}
	]
	count(moved) == count({fault | some fault in faults})
	every move in moved {
		not in_single_quotes(move.before)
		not taken(script.step, move)
		every other in moved { same_meaning(move, other) }
	}
	needed := {move.variable.name: move.text | some move in moved; not move.variable.is_set}
	fix := {
		"title": "Hand the value over in an environment variable",
		"safe": all_certain(script.step, moved),
		"edits": array.concat(
			[{"op": "add", "at": array.concat(script.step.at, ["env", name]), "value": text} | some name, text in needed],
			[{"op": "replace", "at": script.at, "text": move.text, "value": sprintf("${%s}", [move.variable.name])} | some move in moved],
		),
	}
}

# METADATA
# description: That fix as a part of a finding, which is empty where there is none.
fixed_script(at, faults) := {"fix": fix} if {
	some script in scripts
	script.at == at
	fix := moved_to_environment(script, faults)
} else := {}

in_single_quotes(before) if contains(last_line(before), "'")

in_single_quotes(before) if count(split(before, "'")) % 2 == 0

last_line(text) := lines[count(lines) - 1] if lines := split(text, "\n")

taken(step, move) if {
	not move.variable.is_set
	given := step.node.env[move.variable.name]
	given != move.text
}

# The environment of the step is an expression.
taken(step, _) if is_string(step.node.env)

same_meaning(move, other) if move.variable.name != other.variable.name

same_meaning(move, other) if move.text == other.text

same_meaning(move, _) if move.variable.is_set

# In double quotes a value stays one word, as it did.
all_certain(step, moved) if {
	every move in moved {
		count(split(last_line(move.before), `"`)) % 2 == 0
		is_certain(step, move)
	}
} else := false

is_certain(_, move) if not move.variable.of_workflow

is_certain(step, move) if step.node.env[move.variable.name]

is_certain(step, move) if input.env[move.variable.name]

is_certain(step, move) if input.jobs[step.at[1]].env[move.variable.name]

# The variable for an expression: one that the runner or the workflow sets already, or a new one.
variable(node) := {"name": upper(concat("_", path)), "is_set": true} if {
	path := sole(node)
	path in {["github", name] | some name in set_by_the_runner}
} else := {"name": name, "is_set": true, "of_workflow": true} if {
	["env", _] = sole(node)
	name := regex.find_all_string_submatch_n(`^\$\{\{\s*env\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\}$`, node.text, 1)[0][1]
} else := {"name": name, "is_set": false} if {
	path := [inner.path | some inner in node.nodes; inner.type == "reference"][0]
	path[0] != "env"
	every part in path { is_string(part) }
	parts := [part | some index, part in path; not skipped(path, index)]
	name := regex.replace(upper(concat("_", parts)), `[^A-Z0-9_]`, "_")
	regex.match(`^[A-Z][A-Z0-9_]*$`, name)
	not startswith(name, "GITHUB_")
	not startswith(name, "RUNNER_")
}

sole(node) := node.nodes[0].path if count(node.nodes) == 1

set_by_the_runner := {"actor", "base_ref", "head_ref", "ref", "ref_name", "repository", "sha", "triggering_actor"}

# `github.event.issue.title` is ISSUE_TITLE, and `steps.meta.outputs.tags` STEPS_META_TAGS.
skipped(path, index) if {
	path[0] == "github"
	path[1] == "event"
	index < 2
}

skipped(path, 2) if {
	path[0] in {"steps", "needs"}
	path[2] == "outputs"
	count(path) > 3
}

# METADATA
# description: >-
#   The commit that the platform names for an action or workflow as `uses` has it, `owner/repository/path@version`; undefined
#   without one.
commit(uses) := found if {
	[name, version] := split(uses, "@")
	some key, found in data.platform.actions.commits
	lower(key) in {lower(uses), lower(sprintf("%s@%s", [repository(name), version]))}
}

# METADATA
# description: The edit that has a step or job use a version, by its commit where the platform names one.
use(at, uses) := {"op": "replace", "at": at, "value": pinned(uses), "comment": split(uses, "@")[1]} if commit(uses)

use(at, uses) := {"op": "replace", "at": at, "value": uses} if not commit(uses)

# METADATA
# description: The same action or workflow with its commit, where the platform names one.
pinned(uses) := sprintf("%s@%s", [split(uses, "@")[0], commit(uses)]) if commit(uses)

pinned(uses) := uses if not commit(uses)

# METADATA
# description: The repository of an action or workflow.
repository(name) := concat("/", array.slice(split(name, "/"), 0, 2))

# METADATA
# description: The major version that an action is pinned to; undefined for a branch or a commit.
major(version) := to_number(regex.find_all_string_submatch_n(`^v?([0-9]+)(\.|$)`, version, 1)[0][1])
