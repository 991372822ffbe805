# METADATA
# title: Artifact takes the token of the checkout along
# description: >-
#   The folder of the checkout holds the token in `.git/config`. Whoever can read the artifact can use it while the
#   job runs.
# related_resources:
# - ref: https://github.com/actions/checkout#usage
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: "Set `persist-credentials: false`, or upload the folder that was built."
#   equivalents:
#     codeql: [actions/secrets-in-artifacts]
#     zizmor: [artipacked]
package waylint.rules.github.token_in_artifact

import data.waylint.lib.github

deny contains {"at": array.concat(job.at, ["steps", index, "with", "path"]), "message": message} if {
	some job in github.jobs
	some index, step in job.node.steps
	startswith(step.uses, "actions/upload-artifact@")
	path := trim_space(step["with"].path)
	path in {".", "./", "*", "**", "${{ github.workspace }}", "${{github.workspace}}"}
	takes_hidden(step)
	some before in array.slice(job.node.steps, 0, index)
	startswith(before.uses, "actions/checkout@")
	not object.get(object.get(before, "with", {}), "persist-credentials", true) in {false, "false"}
	message := sprintf("%s holds .git with the token", [path])
}

# Since version 4.4 hidden files are left out unless they are asked for.
takes_hidden(step) if step["with"]["include-hidden-files"] in {true, "true"}

takes_hidden(step) if regex.match(`@v?[1-3](\.|$)`, step.uses)
