package waylint.rules.github.expression_in_script_test

import data.waylint.rules.github.expression_in_script as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": {"workflow_dispatch": {"inputs": {"version": {"type": "string"}}}},
		"jobs": {
			"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "./release ${{ inputs.version }}"}]},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": {
			"workflow_dispatch": {"inputs": {"version": {"type": "string"}, "dry": {"type": "boolean"}}},
		},
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{
						"run": "./release \"$VERSION\" ${{ inputs.dry }}",
						"env": {"VERSION": "${{ inputs.version }}"},
					},
				],
			},
		},
	}
}

fixes(step) := result if {
	result := [finding.fix | some finding in rule.deny] with input as {"on": "push", "jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [step]}}}
}

test_fix if {
	some fix in fixes({"run": `echo "v${{ inputs.version }} of ${{ github.ref_name }}"`})
	fix.safe
	fix.edits == [
		{"op": "add", "at": ["jobs", "build", "steps", 0, "env", "INPUTS_VERSION"], "value": "${{ inputs.version }}"},
		{"op": "replace", "at": ["jobs", "build", "steps", 0, "run"], "text": "${{ inputs.version }}", "value": "${INPUTS_VERSION}"},
		{"op": "replace", "at": ["jobs", "build", "steps", 0, "run"], "text": "${{ github.ref_name }}", "value": "${GITHUB_REF_NAME}"},
	]
}

test_unquoted if {
	some fix in fixes({"run": "echo ${{ inputs.version }}"})
	not fix.safe
}

test_variable_of_the_workflow if {
	some fix in fixes({"env": {"Version": "1"}, "run": `echo "${{ env.Version }}"`})
	fix.safe
	[edit] = fix.edits
	edit.value == "${Version}"
}

# There the shell would not put the value in.
test_no_fix if {
	every step in [
		{"run": "jq '.a = ${{ inputs.version }}' b.json"},
		{"run": "cat <<'END'\n${{ inputs.version }}\nEND"},
		{"run": "echo ${{ inputs.version }}", "shell": "pwsh"},
		{"run": "echo ${{ inputs.version }}", "env": {"INPUTS_VERSION": "another"}},
	] {
		count(fixes(step)) == 0
	}
}

test_matrix_of_expressions if {
	count(rule.deny) == 1 with input as {"on": "push", "jobs": {"build": {
		"strategy": {"matrix": {"include": [{"go": "${{ needs.versions.outputs.go }}"}]}},
		"steps": [{"run": "install ${{ matrix.go }}"}],
	}}}
}

test_all_needs if count(rule.deny) == 1 with input as {"on": "push", "jobs": {"end": {"steps": [{"run": "jq . <<< '${{ toJSON(needs) }}'"}]}}}

printed(document, expression) := result if {
	result := count(rule.deny) with input as object.union(document, {"jobs": {"a": {"steps": [{"run": sprintf("jq . <<< '${{ toJSON(%s) }}'", [expression])}]}}})
}

test_all_of_a_kind if {
	texts := {"on": {"workflow_call": {"inputs": {"ref": {"type": "string"}}}}}
	switches := {"on": {"workflow_dispatch": {"inputs": {"dry": {"type": "boolean"}}}}}
	printed(texts, "inputs") == 1
	printed(switches, "inputs") == 0
	printed(texts, "needs.meta.outputs") == 1
	printed(texts, "matrix") == 0
}

test_payload_that_is_code if {
	step := {"uses": "8398a7/action-slack@v3", "with": {"status": "custom", "custom_payload": "{text: '${{ github.ref_name }}'}"}}
	count(rule.deny) == 1 with input as {"on": "push", "jobs": {"tell": {"steps": [step]}}}
}

test_shell_of_each_job if {
	script := {"run": `echo "${{ github.ref_name }}"`}
	found := rule.deny with input as {"on": "push", "jobs": {
		"a": {"runs-on": "windows-2025", "steps": [script]},
		"b": {"runs-on": "ubuntu-24.04", "steps": [script]},
	}}
	{finding.at[1] | some finding in found; finding.fix} == {"b"}
}
