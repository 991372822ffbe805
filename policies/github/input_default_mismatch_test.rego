package waylint.rules.github.input_default_mismatch_test

import data.waylint.rules.github.input_default_mismatch as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": {
			"workflow_dispatch": {
				"inputs": {
					"level": {"type": "choice", "options": ["low", "high"], "default": "medium"},
					"publish": {"type": "boolean", "default": "yes"},
				},
			},
		},
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": {
			"workflow_dispatch": {
				"inputs": {
					"level": {"type": "choice", "options": ["low", "high"], "default": "low"},
					"publish": {"type": "boolean", "default": false},
				},
			},
		},
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}

test_required if {
	count(rule.deny) == 1 with input as {
		"on": {
			"workflow_call": {"inputs": {"tag": {"type": "string", "required": true, "default": "latest"}}},
		},
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}
