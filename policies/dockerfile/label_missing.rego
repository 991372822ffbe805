# METADATA
# title: Image lacks a label
# description: The platform finds the owner, the source and the purpose of an image by its labels.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#label
# custom:
#   kinds: [dockerfile]
#   level: warning
#   help: Add it with LABEL in the last stage.
#   fix: safe
#   platform: [required-labels]
#   equivalents:
#     hadolint: [DL3049, DL3051]
#     sonar: ["docker:S7028"]
package waylint.rules.dockerfile.label_missing

import data.waylint.lib.dockerfile

deny contains object.union({"at": ["stages", index, "base"], "message": message}, fix) if {
	some index, stage in input.stages
	stage.final
	some name, form in data.platform["required-labels"].image
	not name in dockerfile.label_names
	message := sprintf("label %s is missing%s", [name, purpose(form)])
	fix := fix_of(index, name, form)
}

purpose(form) := sprintf(": %s", [form.description]) if is_object(form)

else := ""

# Where FROM stands, so that a later LABEL goes before it.
fix_of(index, name, form) := {"fix": {"title": sprintf("add %s", [label]), "safe": true, "edits": [edit]}} if {
	is_object(form)
	not regex.match("[\"\\\\$\n]", form.default)
	label := sprintf(`LABEL %s="%s"`, [name, form.default])
	edit := {"op": "add", "at": ["stages", index, "instructions", 1], "value": label}
} else := {}

deny contains {"at": label.at, "message": message} if {
	some label in dockerfile.labels
	some name, _ in data.platform["required-labels"].image
	label.node.name == name
	label.node.value == ""
	message := sprintf("label %s is empty", [name])
}
