# METADATA
# title: name taken
# description: For tests of fixing.
# custom:
#   kinds: [kubernetes/ConfigMap]
#   level: warning
#   help: Mend it.
#   scope: repository
package waylint.rules.acme.name_taken

deny contains {"in": b.file, "document": b.document, "at": ["metadata", "name"], "message": "name is taken", "fix": fix} if {
	some i, a in input.documents
	some j, b in input.documents
	i < j
	a.node.metadata.name == b.node.metadata.name
	new := sprintf("%s-2", [b.node.metadata.name])
	fix := {"title": "Number it", "safe": true, "edits": [{"op": "replace", "at": ["metadata", "name"], "value": new}]}
}
