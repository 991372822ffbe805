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
