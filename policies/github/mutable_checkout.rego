# METADATA
# title: What was approved is not what is checked out
# description: >-
#   Between the label or comment and the run the branch can move. Only the commit that was looked at stays the same.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#mitigating-the-risks-of-untrusted-code-checkout
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: Check out `github.event.pull_request.head.sha`, and let every new commit ask for approval again.
#   equivalents:
#     codeql: [actions/untrusted-checkout-toctou/critical, actions/untrusted-checkout-toctou/high]
package waylint.rules.github.mutable_checkout

import data.waylint.lib.github

deny contains {"at": array.concat(step.at, ["with", "ref"]), "message": message} if {
	gated
	some step in github.steps
	startswith(lower(step.node.uses), "actions/checkout@")
	ref := step.node["with"].ref
	regex.match(`github\.head_ref|github\.event\.pull_request\.head\.ref|refs/pull/`, ref)
	not regex.match(`\.sha`, ref)
	message := sprintf("%s may have moved since it was approved", [ref])
}

gated if {
	some type in types("pull_request_target")
	type == "labeled"
}

gated if "issue_comment" in github.events

types(event) := {input.on[event].types} if is_string(input.on[event].types)

types(event) := {type | some type in input.on[event].types} if is_array(input.on[event].types)
