# METADATA
# title: Function does not exist or gets the wrong arguments
# description: >-
#   GitHub refuses a workflow that calls an unknown function, or a known one with too few or too many arguments.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#functions
# custom:
#   kinds: [github/workflow, github/action]
#   level: error
#   help: Call a function of the language with the arguments it takes.
#   equivalents:
#     actionlint: [expression]
package waylint.rules.github.invalid_call

import data.waylint.lib.github
import data.waylint.lib.github_facts

deny contains {"at": call.at, "within": call.within, "message": message} if {
	some call in github.calls
	not github_facts.functions[call.name]
	message := sprintf("there is no function %s", [call.name])
}

deny contains {"at": call.at, "within": call.within, "message": message} if {
	some call in github.calls
	[fewest, most] := github_facts.functions[call.name]
	given := count(call.arguments)
	wrong(given, fewest, most)
	message := sprintf("%s takes %s, not %d", [call.name, span(fewest, most), given])
}

# `{0}` stands for the first value. Two braces stand for one.
deny contains {"at": call.at, "within": call.within, "message": message} if {
	some call in github.calls
	call.name == "format"
	call.arguments[0].type == "literal"
	text := replace(replace(sprintf("%v", [call.arguments[0].value]), "{{", ""), "}}", "")
	some found in regex.find_all_string_submatch_n(`\{([0-9]+)\}`, text, -1)
	to_number(found[1]) >= count(call.arguments) - 1
	message := sprintf("no value is given for {%s}", [found[1]])
}

deny contains {"at": call.at, "within": call.within, "message": "the text is no JSON"} if {
	some call in github.calls
	call.name == "fromjson"
	call.arguments[0].type == "literal"
	# GitHub's reader takes a comma behind the last value.
	not json.is_valid(regex.replace(sprintf("%v", [call.arguments[0].value]), `,(\s*[\]}])`, "$1"))
}

wrong(given, fewest, _) if given < fewest

wrong(given, _, most) if given > most

span(fewest, most) := sprintf("%d arguments", [fewest]) if fewest == most

span(fewest, most) := sprintf("%d to %d arguments", [fewest, most]) if {
	fewest != most
	most < 1000
}

span(fewest, most) := sprintf("at least %d arguments", [fewest]) if most >= 1000
