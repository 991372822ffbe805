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

fixes(script) := result if {
	result := [finding.fix | some finding in rule.deny] with input as {"jobs": {"build": {"steps": [{"run": script}]}}}
}

test_output if {
	[fix] = fixes("make\necho ::set-output name=tag::v$VERSION\n")
	fix.safe
	fix.edits[0].text == "echo ::set-output name=tag::v$VERSION"
	fix.edits[0].value == `echo "tag=v$VERSION" >> "$GITHUB_OUTPUT"`
}

test_path if {
	[fix] = fixes("echo '::add-path::/opt/bin'")
	fix.edits[0].value == `echo '/opt/bin' >> "$GITHUB_PATH"`
}

# It may print several lines.
test_printed if {
	[fix] = fixes("echo \"::set-output name=tag::$(make version)\"")
	not fix.safe
}
