# METADATA
# title: Text is searched where a list is meant
# description: >-
#   `contains` with a text finds parts of it: `main` is in `main develop`, and so are `mai` and `n dev`, which are
#   branches anyone can make.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#contains
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: "Search a list: `contains(fromJSON('[\"main\", \"develop\"]'), …)`."
#   fix: safe
#   equivalents:
#     zizmor: [unsound-contains]
package waylint.rules.github.part_of_text_compared

import data.waylint.lib.github

deny contains object.union({"at": call.at, "within": call.within, "message": message, "fix": fix}, weight(needle)) if {
	some call in github.calls
	call.name == "contains"
	[text, needle] := call.arguments
	text.type == "literal"
	regex.match(`[ ,;|]`, text.value)
	needle.type == "reference"
	needle.path[0] in {"github", "env"}
	not needle.path[2] == "inputs"
	message := sprintf("%q is searched for %s as a part", [text.value, needle.text])
	items := [item | some item in regex.split(`[ ,;|]+`, text.value); item != ""]
	list := sprintf("contains(fromJSON('%s'), %s)", [json.marshal(items), needle.text])
	edit := {"op": "replace", "at": call.at, "text": call.text, "value": list}
	fix := {"title": "Search a list", "safe": true, "edits": [edit]}
}

# GitHub chooses it out of a few words, of which those that may do less are in none of the others.
weight(needle) := {"level": "note"} if needle.path[count(needle.path) - 1] == "author_association" else := {}
