package waylint.rules.github.secret_for_all_steps_test

import data.waylint.rules.github.secret_for_all_steps as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"env": {"TOKEN": "${{ secrets.TOKEN }}"},
				"steps": [{"uses": "someone/setup@v1"}, {"run": "./deploy"}],
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
					{"uses": "someone/setup@v1"},
					{"run": "./deploy", "env": {"TOKEN": "${{ secrets.TOKEN }}"}},
				],
			},
		},
	}
}
