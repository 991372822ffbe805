# METADATA
# title: Keywords are written in different ways
# description: Keywords may be in capitals or not, but a file that mixes the two is harder to read.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/consistent-instruction-casing/
# - ref: https://docs.docker.com/reference/build-checks/from-as-casing/
# custom:
#   kinds: [dockerfile]
#   level: note
#   help: Write the keyword as the others are.
#   fix: safe
#   equivalents:
#     buildkit: [ConsistentInstructionCasing, FromAsCasing]
#     dockerfilelint: [uppercase_commands]
#     sonar: ["docker:S6476"]
package waylint.rules.dockerfile.mixed_keyword_case

import data.waylint.lib.dockerfile

deny contains {"at": at, "message": message, "fix": fix} if {
	some keyword in keywords
	wanted := spelling(keyword.text)
	keyword.text != wanted
	at := keyword.at
	message := sprintf("keyword %s is not written as the others", [keyword.text])
	fix := {"title": sprintf("write %s", [wanted]), "safe": true, "edits": [{"op": "replace", "at": at, "value": wanted}]}
}

# `as` goes with its FROM.
deny contains {"at": at, "message": message, "fix": fix} if {
	some index, stage in input.stages
	from := stage.instructions[0]
	word := from.arguments[1]
	lower(word) == "as"
	wanted := conjunction(spelling(from.keyword))
	word != wanted
	at := ["stages", index, "instructions", 0, "arguments", 1]
	message := sprintf("%s is written in another case than %s", [word, spelling(from.keyword)])
	fix := {"title": sprintf("write %s", [wanted]), "safe": true, "edits": [{"op": "replace", "at": at, "value": wanted}]}
}

conjunction(from) := "AS" if from == "FROM"

conjunction(from) := "as" if from == "from"

keywords := array.concat(
	[{"at": ["arguments", index, "keyword"], "text": node.keyword} | some index, node in input.arguments],
	[{"at": array.concat(instruction.at, ["keyword"]), "text": instruction.node.keyword} | some instruction in dockerfile.instructions],
)

small := {keyword.at | some keyword in keywords; keyword.text == lower(keyword.text)}

capital := {keyword.at | some keyword in keywords; keyword.text == upper(keyword.text)}

spelling(keyword) := upper(keyword) if count(capital) >= count(small)

spelling(keyword) := lower(keyword) if count(capital) < count(small)
