package waylint.rules.github.part_of_secret_test

import data.waylint.rules.github.part_of_secret as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{
						"run": "./deploy",
						"env": {"PASSWORD": "${{ fromJSON(secrets.ACCOUNT).password }}"},
					},
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
				"steps": [{"run": "./deploy", "env": {"PASSWORD": "${{ secrets.PASSWORD }}"}}],
			},
		},
	}
}
