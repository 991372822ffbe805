package waylint.rules.github.pointless_comparison_test

import data.waylint.rules.github.pointless_comparison as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": {"workflow_dispatch": {"inputs": {"publish": {"type": "boolean", "default": false}}}},
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"if": "inputs.publish == 'true'", "run": "make publish"}],
			},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": {"workflow_dispatch": {"inputs": {"publish": {"type": "boolean", "default": false}}}},
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{"if": "inputs.publish", "run": "make publish"},
					{"if": "github.event.inputs.publish == 'true'", "run": "make check"},
				],
			},
		},
	}
}

test_object if {
	count(rule.deny) == 1 with input as {
		"on": "push",
		"jobs": {
			"build": {"runs-on": "ubuntu-24.04", "steps": [{"if": "github.event == 'push'", "run": "make"}]},
		},
	}
}
