# METADATA
# title: Dependabot does not update what the repository has
# description: Actions and base images that nobody updates keep the holes that are found in them.
# related_resources:
# - ref: https://docs.github.com/en/code-security/reference/supply-chain-security/dependabot-options-reference#package-ecosystem-
# custom:
#   kinds: [github/dependabot, github/workflow, dockerfile]
#   level: note
#   help: Add an entry to `updates`.
#   fix: safe
#   scope: repository
#   equivalents:
#     scorecard: [Dependency-Update-Tool]
package waylint.rules.github.updates_missing

deny contains {"in": d.file, "document": d.document, "at": ["updates"], "message": message, "fix": fix} if {
	input.complete
	some d in input.documents
	d.kind == "github/dependabot"
	root := trim_suffix(d.file, regex.find_n(`\.github/dependabot\.ya?ml$`, d.file, 1)[0])
	some ecosystem, kinds in {"github-actions": {"github/workflow"}, "docker": {"dockerfile"}}
	ecosystems := {update["package-ecosystem"] | some update in d.node.updates}
	not ecosystem in ecosystems
	some other in input.documents
	other.kind in kinds
	startswith(other.file, root)
	third_party(other)
	message := sprintf("no entry updates %s", [ecosystem])
	value := {"package-ecosystem": ecosystem, "directory": "/", "schedule": {"interval": "weekly"}, "cooldown": {"default-days": 7}}
	edit := {"op": "add", "at": ["updates", count(d.node.updates)], "value": value}
	fix := {"title": sprintf("Update %s every week", [ecosystem]), "safe": true, "edits": [edit]}
}

# Something to update: an action of others, or a Dockerfile at the root, for which the folder is known.
third_party(d) if {
	d.kind == "github/workflow"
	some step in waylint.view("github/step", d.node)
	contains(step.node.uses, "@")
}

third_party(d) if {
	d.kind == "dockerfile"
	regex.match(`(^|/)Dockerfile$`, d.file)
}
