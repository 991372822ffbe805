# METADATA
# title: Label is not one of the platform's
# description: A key nobody reads is mostly a misspelling of one that somebody does.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#label
# custom:
#   kinds: [dockerfile]
#   level: note
#   help: Use a key that the platform asks for, or remove the label.
#   fix: safe
#   platform: [required-labels]
#   equivalents:
#     hadolint: [DL3050]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       strict:
#         description: Whether labels are judged that the platform does not ask for.
#         type: boolean
#         default: false
package waylint.rules.dockerfile.undeclared_label

import data.waylint.lib.dockerfile

deny contains {"at": label.at, "message": message, "fix": fix} if {
	data.waylint.options["dockerfile/undeclared-label"].strict
	some label in dockerfile.labels
	not label.node.name in object.keys(data.platform["required-labels"].image)
	instruction := {"at": array.slice(label.at, 0, 4), "node": input.stages[label.at[1]].instructions[label.at[3]]}
	fix := {"title": "remove it", "safe": true, "edits": dockerfile.pair_removed(instruction, label.at[5])}
	message := sprintf("label %s is not one of the platform's", [label.node.name])
}
