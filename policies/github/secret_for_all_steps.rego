# METADATA
# title: Secret is set for every step
# description: Every step of the job, the actions of others among them, can read what stands in its environment.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#using-secrets
# custom:
#   kinds: [github/workflow]
#   level: note
#   help: Set it in the step that needs it.
#   fix: unsafe
#   equivalents:
#     ghalint: [workflow_secrets, job_secrets]
package waylint.rules.github.secret_for_all_steps

import data.waylint.lib.github

deny contains object.union({"at": reference.at, "message": message}, moved(reference.at)) if {
	some reference in github.references
	["secrets", name] = reference.path
	reader := count(readers(reference.at))
	reader > 1
	not name == "github_token"
	message := sprintf("secret %q is set for all %d steps", [name, reader])
}

# The steps that a variable is set for.
readers(at) := [step | some step in github.steps; step.at[1] == at[1]] if {
	at[0] == "jobs"
	at[2] == "env"
}

readers(at) := github.steps if at[0] == "env"

# To the steps that name it. What the action of a step reads by itself is not seen.
moved(at) := {"fix": {"title": "Set it in the steps that name it", "safe": false, "edits": edits}} if {
	environment := array.slice(at, 0, count(at) - 1)
	count(at) == count(environment) + 1
	name := at[count(at) - 1]
	users := [step | some step in readers(at); names(step.node, name)]
	count(users) > 0
	count(users) < count(readers(at))
	every step in users {
		is_object(object.get(step.node, "env", {}))
		# A step's own condition comes before its variables.
		not names(object.get(step.node, "if", ""), name)
		not step.node.env[name]
	}
	not used_elsewhere(at, name)
	value := object.get(input, at, null)
	edits := array.concat(
		[{"op": "add", "at": array.concat(step.at, ["env", name]), "value": value} | some step in users],
		[{"op": "remove", "at": emptied(environment, at)}],
	)
} else := {}

names(node, name) if regex.match(sprintf(`\b%s\b`, [name]), json.marshal(node))

# In a container's settings, a reusable workflow's inputs, another variable.
used_elsewhere(at, name) if {
	at[0] == "jobs"
	names(object.remove(input.jobs[at[1]], ["steps", "env"]), name)
}

used_elsewhere(at, name) if {
	at[0] == "env"
	some job in input.jobs
	names(object.remove(job, ["steps"]), name)
}

emptied(environment, _) := environment if count(object.get(input, environment, {})) == 1

emptied(environment, at) := at if count(object.get(input, environment, {})) > 1
