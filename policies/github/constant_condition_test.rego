package waylint.rules.github.constant_condition_test

import data.waylint.rules.github.constant_condition as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"if": false, "run": "make"}, {"if": "'push' == 'push'", "run": "make"}],
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
				"steps": [{"if": "github.event_name == 'push'", "run": "make"}],
			},
		},
	}
}
