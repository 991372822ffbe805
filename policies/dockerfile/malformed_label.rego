# METADATA
# title: Value of a standard label is malformed
# description: The keys under `org.opencontainers.image` have values of a given form; tools that read them expect it.
# related_resources:
# - ref: https://specs.opencontainers.org/image-spec/annotations/
# custom:
#   kinds: [dockerfile/instruction]
#   level: warning
#   help: Write addresses with their scheme, and dates as RFC 3339 has them.
#   equivalents:
#     hadolint: [DL3052, DL3053]
package waylint.rules.dockerfile.malformed_label

import data.waylint.lib.dockerfile

deny contains {"at": label.at, "message": message} if {
	some label in dockerfile.labels
	form := forms[label.node.name]
	value := label.node.value
	not contains(value, "$")
	value != ""
	not regex.match(form.pattern, value)
	message := sprintf("%q is no %s", [value, form.name])
}

address := {"name": "address", "pattern": `^[a-zA-Z][a-zA-Z0-9+.-]*:\S+$`}

forms := {
	"org.opencontainers.image.url": address,
	"org.opencontainers.image.source": address,
	"org.opencontainers.image.documentation": address,
	"org.opencontainers.image.created": {
		"name": "date of RFC 3339",
		"pattern": `^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$`,
	},
}
