package waylint.rules.github.deprecated_command_test

import data.waylint.rules.github.deprecated_command as rule

workflow(script) := {"jobs": {"test": {"steps": [{"run": script}]}}}

test_output if {
	some finding in rule.deny with input as workflow(`echo "::set-output name=a::b"`)
	finding.at == ["jobs", "test", "steps", 0, "run"]
	finding.text == "::set-output"
	finding.message == "::set-output is replaced by $GITHUB_OUTPUT"
}

test_path if count(rule.deny) == 1 with input as workflow("echo ::add-path::/opt/bin")

test_several if count(rule.deny) == 2 with input as workflow("echo ::set-env name=A::1\necho ::save-state name=B::1")

test_composite if count(rule.deny) == 1 with input as {"runs": {"steps": [{"run": "echo ::set-output name=a::b"}]}}

test_living_commands if count(rule.deny) == 0 with input as workflow("echo ::add-mask::x\necho ::group::set-output")

test_comment if count(rule.deny) == 0 with input as workflow("# not ::set-output name=a::b")
