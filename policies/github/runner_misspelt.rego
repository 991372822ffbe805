# METADATA
# title: Runner's label is misspelt
# description: >-
#   A job that asks for a label which no runner has waits for a day, and fails. This one is a letter away from an image that
#   GitHub offers.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/runners/github-hosted-runners
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: Write the label as GitHub does; if it is one of your own runners, add it to `platform.runners.allow`.
#   fix: unsafe
#   equivalents:
#     actionlint: [runner-label]
package waylint.rules.github.runner_misspelt

import data.waylint.lib.github
import data.waylint.lib.github_facts

deny contains {"at": label.at, "message": message, "fix": fix} if {
	some label in github.runner_labels
	not known(lower(label.name))
	meant := [image | some image in github_facts.images; near(image, lower(label.name))]
	count(meant) == 1
	message := sprintf("no runner of GitHub is called %q", [label.name])
	fix := {"title": sprintf("Write `%s`", [meant[0]]), "safe": false, "edits": [{"op": "replace", "at": label.at, "value": meant[0]}]}
}

known(name) if name in github_facts.images

known(name) if github_facts.removed_images[name]

known(name) if {
	some pattern in data.platform.runners.allow
	glob.match(lower(pattern), [], name)
}

near(image, name) if {
	github.misspelt(image, name)
	not another_version(image, name)
}

another_version(image, name) if regex.replace(image, `[0-9]`, "0") == regex.replace(name, `[0-9]`, "0")
