# METADATA
# title: Compose file names a version
# description: Compose takes every file as the newest version and warns about the key on each command.
# related_resources:
# - ref: https://docs.docker.com/reference/compose-file/version-and-name/
# custom:
#   kinds: [compose]
#   level: note
#   help: Remove `version`.
#   fix: safe
#   equivalents:
#     dclint: [no-version-field]
package waylint.rules.compose.version_obsolete

deny contains {"at": ["version"], "message": message, "fix": fix} if {
	message := sprintf("version %v is not read any more", [input.version])
	fix := {"title": "remove the version", "safe": true, "edits": [{"op": "remove", "at": ["version"]}]}
}
