# METADATA
# title: renamed
# description: For tests of fixing.
# custom:
#   kinds: [kubernetes/ConfigMap]
#   level: warning
#   help: Mend it.
package waylint.rules.acme.renamed

names := {"twin-a": "same", "twin-b": "same", "old": "new"}

deny contains {"at": ["metadata", "name"], "message": "old name", "fix": fix} if {
	new := names[input.metadata.name]
	fix := {"title": "Rename it", "safe": true, "edits": [{"op": "replace", "at": ["metadata", "name"], "value": new}]}
}
