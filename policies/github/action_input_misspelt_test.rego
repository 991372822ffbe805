package waylint.rules.github.action_input_misspelt_test

import data.waylint.rules.github.action_input_misspelt as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{"uses": "actions/setup-node@v5", "with": {"node_version": 22}},
					{"uses": "actions/cache@v5", "with": {"path": "dist", "keys": "site"}},
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
					{"uses": "actions/setup-node@v5", "with": {"node-version": 22}},
					{"uses": "actions/cache@v5", "with": {"path": "dist", "key": "site"}},
				],
			},
		},
	}
}
