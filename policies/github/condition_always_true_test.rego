package waylint.rules.github.condition_always_true_test

import data.waylint.rules.github.condition_always_true as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{"if": "${{ github.ref_name }} == 'main'", "run": "make publish"},
					{"if": "${{ github.actor == 'me' }}\n", "run": "make check"},
				],
			},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{"if": "${{ github.ref_name == 'main' }}", "run": "make publish"},
					{"if": "github.actor == 'me'", "run": "make check"},
				],
			},
		},
	}
}
