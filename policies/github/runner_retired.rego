# METADATA
# title: Runner image no longer exists
# description: A job that asks for an image which GitHub has removed waits for a runner that never comes, and fails a day later.
# related_resources:
# - ref: https://github.com/actions/runner-images#available-images
# custom:
#   kinds: [github/workflow]
#   level: error
#   help: Choose an image that is still offered, such as `ubuntu-24.04`.
#   fix: unsafe
#   equivalents:
#     actionlint: [runner-label]
package waylint.rules.github.runner_retired

import data.waylint.lib.github
import data.waylint.lib.github_facts

deny contains object.union({"at": label.at, "message": message, "fix": fix}, github.weight(label.at)) if {
	some label in github.runner_labels
	next := github_facts.removed_images[label.name]
	message := sprintf("the runner image %s no longer exists", [label.name])
	# What is installed differs.
	fix := {"title": sprintf("Run on %s", [next]), "safe": false, "edits": [{"op": "replace", "at": label.at, "value": next}]}
}
