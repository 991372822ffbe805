package waylint.rules.dockerfile.reserved_stage_name_test

import data.waylint.rules.dockerfile.reserved_stage_name as rule

stage(name) := {"stages": [{"name": name, "instructions": []}]}

test_reserved if count(rule.deny) == 1 with input as stage("Scratch")

test_renamed if {
	denied := rule.deny with input as stage("context")
	{finding.fix.edits[0].value | some finding in denied} == {"context-stage"}
}

test_free if count(rule.deny) == 0 with input as stage("build")

test_none if count(rule.deny) == 0 with input as stage(null)
