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

# A letter is missing, one too many, another one, or in another place.
near(image, name) if {
	startswith(name, substring(image, 0, 1))
	abs(count(image) - count(name)) < 2
	some shorter in shortened(image)
	shorter in shortened(name)
	not another_version(image, name)
}

shortened(name) := {name} | {concat("", [substring(name, 0, index), substring(name, index + 1, -1)]) |
	some index in numbers.range(0, count(name) - 1)
}

another_version(image, name) if regex.replace(image, `[0-9]`, "0") == regex.replace(name, `[0-9]`, "0")
