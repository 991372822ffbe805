# METADATA
# title: Project has no name
# description: Compose then takes the folder's name, so two checkouts of one name share containers, networks and volumes.
# related_resources:
# - ref: https://docs.docker.com/compose/how-tos/project-name/
# custom:
#   kinds: [compose]
#   scope: artifact
#   level: note
#   help: Add `name`.
#   fix: safe
#   equivalents:
#     dclint: [require-project-name-field]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       required:
#         description: Whether projects need a name.
#         type: boolean
#         default: false
package waylint.rules.compose.project_name_missing

deny contains object.union({"in": file.file, "document": file.document, "at": ["name"], "message": "the project has no name"}, fix_of(file)) if {
	data.waylint.options["compose/project-name-missing"].required
	some file in input.documents
	not file.node.name
}

# The name that Compose takes until now: that of the folder.
fix_of(file) := {"fix": {"title": sprintf("name it %s", [name]), "safe": true, "edits": [edit]}} if {
	folders := split(file.file, "/")
	name := regex.replace(lower(folders[count(folders) - 2]), `[^a-z0-9_-]`, "")
	regex.match(`^[a-z0-9]`, name)
	edit := {"op": "add", "at": ["name"], "value": name}
} else := {}
