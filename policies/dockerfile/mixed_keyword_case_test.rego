package waylint.rules.dockerfile.mixed_keyword_case_test

import data.waylint.rules.dockerfile.mixed_keyword_case as rule

file(keywords) := {"arguments": [], "stages": [{"instructions": [{"instruction": upper(keyword), "keyword": keyword, "arguments": []} | some keyword in keywords]}]}

from(keyword, word) := {"arguments": [], "stages": [{"instructions": [{"instruction": "FROM", "keyword": keyword, "arguments": ["alpine", word, "x"]}]}]}

test_one_small if {
	some finding in rule.deny with input as file(["FROM", "run", "CMD"])
	finding.fix.edits[0].value == "RUN"
}

test_one_capital if {
	some finding in rule.deny with input as file(["from", "run", "CMD"])
	finding.fix.edits[0].value == "cmd"
}

test_mixed_within if count(rule.deny) == 1 with input as file(["FROM", "Run"])

test_alike if count(rule.deny) == 0 with input as file(["from", "run"])

test_as if count(rule.deny) == 1 with input as from("FROM", "as")

test_as_alike if count(rule.deny) == 0 with input as from("from", "as")
