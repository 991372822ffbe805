package waylint.rules.github.checkout_keeps_token_test

import data.waylint.rules.github.checkout_keeps_token as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"uses": "actions/checkout@v5"}, {"run": "make"}],
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
					{"uses": "actions/checkout@v5", "with": {"persist-credentials": false}},
					{"run": "make"},
				],
			},
		},
	}
}

test_pushed if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"uses": "actions/checkout@v5"}, {"run": "git push"}],
			},
		},
	}
}
