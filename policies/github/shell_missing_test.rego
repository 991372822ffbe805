package waylint.rules.github.shell_missing_test

import data.waylint.rules.github.shell_missing as rule

action(step) := {"runs": {"using": "composite", "steps": [step]}}

test_missing if {
	some finding in rule.deny with input as action({"run": "make"})
	finding.at == ["runs", "steps", 0]
	finding.fix.edits[0].at == ["runs", "steps", 0, "shell"]
}

test_named if count(rule.deny) == 0 with input as action({"run": "make", "shell": "sh"})

test_no_script if count(rule.deny) == 0 with input as action({"uses": "actions/setup-go@v6"})
