# METADATA
# title: All secrets go to a workflow of another repository
# description: >-
#   With `inherit` the called workflow gets every secret that the caller has, and gets the next one too that somebody adds.
# related_resources:
# - ref: https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows#passing-inputs-and-secrets-to-a-reusable-workflow
# custom:
#   kinds: [github/workflow]
#   level: note
#   help: Pass the secrets it needs by name.
#   scope: repository
#   fix: unsafe
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       own:
#         type: boolean
#         description: Whether workflows of the same repository, which whoever changes the caller may change as well, count too.
#         default: false
#   equivalents:
#     ghalint: [deny_inherit_secrets]
#     zizmor: [secrets-inherit]
package waylint.rules.github.secrets_inherited

deny contains object.union({"in": d.file, "document": d.document, "at": ["jobs", name, "secrets"], "message": message}, by_name(d, name, job)) if {
	some d in input.documents
	some name, job in d.node.jobs
	job.secrets == "inherit"
	another(job.uses)
	message := sprintf("%s inherits all secrets", [job.uses])
}

another(workflow) if not regex.match(`^[.$]/`, workflow)

another(_) if data.waylint.options["github/secrets-inherited"].own

# What a workflow of the same repository declares is all it needs, unless it uses others too, or hands all on.
by_name(d, name, job) := {"fix": {"title": "Pass what it declares", "safe": false, "edits": [edit]}} if {
	root := trim_suffix(d.file, regex.find_n(`\.github/workflows/[^/]*$`, d.file, 1)[0])
	startswith(job.uses, "./")
	called := workflows[sprintf("%s%s", [root, trim_prefix(job.uses, "./")])]
	declared := {secret | some secret, _ in called.on.workflow_call.secrets}
	count(declared) > 0
	used := {lower(reference) | some reference in regex.find_n(`secrets\.[A-Za-z0-9_-]+`, json.marshal(called), -1)}
	every secret in used - {"secrets.github_token"} {
		trim_prefix(secret, "secrets.") in {lower(known) | some known in declared}
	}
	not regex.match(`secrets\[|\(secrets\)|"secrets":"inherit"`, json.marshal(called))
	value := {secret: sprintf("${{ secrets.%s }}", [secret]) | some secret in declared}
	edit := {"op": "replace", "at": ["jobs", name, "secrets"], "value": value}
} else := {}

workflows[d.file] := d.node if {
	some d in input.documents
	d.document == 0
}
