# METADATA
# title: Artifact of an untrusted run lies over the code
# description: >-
#   What a pull request has built is unpacked into the folder of the checkout, and can replace the scripts that run
#   next, with full rights.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#mitigating-the-risks-of-untrusted-code-checkout
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: Unpack the artifact into a folder of its own, such as one in `runner.temp`, and take its content for text.
#   equivalents:
#     codeql: [actions/artifact-poisoning/critical, actions/artifact-poisoning/medium]
#     octoscan: [dangerous-artefact]
package waylint.rules.github.artifact_over_checkout

import data.waylint.lib.github

deny contains {"at": step.at, "message": message} if {
	"workflow_run" in github.events
	some step in github.steps
	downloads(step.node)
	some before in github.steps
	github.runs_before(before.at, step.at)
	startswith(before.node.uses, "actions/checkout@")
	some after in github.steps
	github.runs_before(step.at, after.at)
	runs(after.node)
	message := "the artifact may replace files of the checkout that later steps run"
}

downloads(step) if {
	regex.match(`^(actions/download-artifact|dawidd6/action-download-artifact)@`, step.uses)
	object.get(step["with"], "path", ".") in {".", "./", "${{ github.workspace }}"}
	foreign(step)
}

foreign(step) if startswith(step.uses, "dawidd6/")

foreign(step) if step["with"]["run-id"]

runs(step) if is_string(step.run)

runs(step) if startswith(step.uses, "./")
