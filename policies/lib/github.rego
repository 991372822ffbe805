# METADATA
# title: Parts of GitHub workflows and actions that rules talk about
package waylint.lib.github

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
	some action, fields in {"actions/github-script": ["script"], "azure/cli": ["inlineScript"], "azure/powershell": ["inlineScript"]}
	startswith(lower(step.node.uses), sprintf("%s@", [action]))
	some field in fields
	text := step.node["with"][field]
	is_string(text)
}

# METADATA
# description: The expressions in a text, with their `${{ }}`.
expressions(text) := regex.find_n(`\$\{\{[\s\S]*?\}\}`, text, -1)
