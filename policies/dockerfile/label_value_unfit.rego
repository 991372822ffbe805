# METADATA
# title: Value of a label is not as the platform wants it
# description: A label whose value does not fit is not understood by those who look for it.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#label
# custom:
#   kinds: [dockerfile]
#   level: warning
#   help: Give it a value of that form.
#   platform: [required-labels]
#   equivalents:
#     hadolint: [DL3052, DL3053, DL3054, DL3055, DL3056, DL3058]
package waylint.rules.dockerfile.label_value_unfit

import data.waylint.lib.dockerfile

deny contains {"at": label.at, "message": message} if {
	some label in dockerfile.labels
	some name, form in data.platform["required-labels"].image
	label.node.name == name
	value := label.node.value
	value != ""
	not contains(value, "$")
	not regex.match(pattern(form), value)
	message := sprintf("label %s has the value %q", [name, value])
}

pattern(form) := form if is_string(form)

pattern(form) := object.get(form, "pattern", "") if is_object(form)
