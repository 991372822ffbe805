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

deny contains {"at": array.concat(step.at, ["with", "path"]), "message": message} if {
	some step in github.steps
	startswith(step.node.uses, "actions/upload-artifact@")
	path := trim_space(step.node["with"].path)
	path in {".", "./", "*", "**", "${{ github.workspace }}", "${{github.workspace}}"}
	takes_hidden(step.node)
	some before in github.steps
	github.runs_before(before.at, step.at)
	startswith(before.node.uses, "actions/checkout@")
	not object.get(object.get(before.node, "with", {}), "persist-credentials", true) in {false, "false"}
	message := sprintf("%s holds .git with the token", [path])
}

# Since version 4.4 hidden files are left out unless they are asked for.
takes_hidden(step) if step["with"]["include-hidden-files"] in {true, "true"}

takes_hidden(step) if regex.match(`@v?[1-3](\.|$)`, step.uses)
