package waylint.rules.github.unknown_needs_test

import data.waylint.rules.github.unknown_needs as rule

workflow(needs) := {"jobs": {"test": {"steps": []}, "deploy": {"needs": needs, "steps": []}}}

test_one if {
	some finding in rule.deny with input as workflow("tests")
	finding.at == ["jobs", "deploy", "needs"]
	finding.message == `there is no job "tests"`
}

test_of_several if {
	some finding in rule.deny with input as workflow(["test", "lint"])
	finding.at == ["jobs", "deploy", "needs", 1]
}

test_known if count(rule.deny) == 0 with input as workflow(["test"])

test_case if count(rule.deny) == 0 with input as workflow("Test")
