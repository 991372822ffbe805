# METADATA
# title: Parts of GitHub workflows and actions that rules talk about
package waylint.lib.github

import data.waylint.lib.github_facts

# METADATA
# description: The jobs of a workflow, with their places.
jobs := waylint.view("github/job", input)

# METADATA
# description: The steps of a workflow or of a composite action, with their places.
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
	some action, fields in {"actions/github-script": ["script"], "azure/cli": ["inlineScript"], "azure/powershell": ["inlineScript"], "jannekem/run-python-script-action": ["script"]}
	startswith(lower(step.node.uses), sprintf("%s@", [action]))
	some field in fields
	text := step.node["with"][field]
	is_string(text)
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
commands := [command | some command in waylint.view("github/command", input); is_posix(step_at(command.at))]

# METADATA
# description: The step a place is in.
step_at(at) := input.jobs[at[1]].steps[at[3]] if at[0] == "jobs"

step_at(at) := input.runs.steps[at[2]] if at[0] == "runs"

# A shell that is named by an expression, or none on Windows, is not known.
is_posix(step) if regex.match(`^(/.*/)?(bash|sh|dash)\b`, step.shell)

is_posix(step) if {
	not step.shell
	not other_shell
}

default other_shell := false

other_shell if {
	shell := object.get(input, ["defaults", "run", "shell"], "bash")
	not regex.match(`^(/.*/)?(bash|sh|dash)\b`, shell)
}

other_shell if {
	some job in input.jobs
	shell := object.get(job, ["defaults", "run", "shell"], "bash")
	not regex.match(`^(/.*/)?(bash|sh|dash)\b`, shell)
}

other_shell if {
	some job in input.jobs
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
