# METADATA
# title: Workflow runs with full rights on what strangers do
# description: >-
#   On these events a run has secrets and a token that may write, while strangers say what is in the event. One
#   careless step hands them over.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#mitigating-the-risks-of-untrusted-code-checkout
# custom:
#   kinds: [github/workflow]
#   level: note
#   help: Use `pull_request` where its rights are enough; else keep code and texts of strangers out of the workflow.
#   equivalents:
#     zizmor: [dangerous-triggers]
package waylint.rules.github.privileged_event

import data.waylint.lib.github

deny contains {"at": place, "message": message} if {
	some event in github.events & {"pull_request_target", "workflow_run", "issue_comment"}
	place := place_of(event)
	message := sprintf("%s gives full rights to what strangers start", [event])
}

place_of(event) := ["on", event] if is_object(input.on)

place_of(event) := ["on", index] if input.on[index] == event

place_of(event) := ["on"] if input.on == event
