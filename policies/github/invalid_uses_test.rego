package waylint.rules.github.invalid_uses_test

import data.waylint.rules.github.invalid_uses as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": "actions/checkout"}]}},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"uses": "actions/checkout@v5"}, {"uses": "./tools/build"}],
			},
		},
	}
}
