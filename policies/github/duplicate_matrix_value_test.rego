package waylint.rules.github.duplicate_matrix_value_test

import data.waylint.rules.github.duplicate_matrix_value as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"strategy": {"matrix": {"go": ["1.24", "1.25", "1.24"]}},
				"steps": [{"run": "make"}],
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
				"strategy": {"matrix": {"go": ["1.24", "1.25"]}},
				"steps": [{"run": "make"}],
			},
		},
	}
}
