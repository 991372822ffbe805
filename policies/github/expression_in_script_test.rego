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
