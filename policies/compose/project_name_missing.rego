# METADATA
# title: Project has no name
# description: Compose then takes the folder's name, so two checkouts of one name share containers, networks and volumes.
# related_resources:
# - ref: https://docs.docker.com/compose/how-tos/project-name/
# custom:
#   kinds: [compose]
#   level: note
#   help: Add `name`.
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

deny contains {"at": ["name"], "message": "the project has no name"} if {
	data.waylint.options["compose/project-name-missing"].required
	not input.name
}
