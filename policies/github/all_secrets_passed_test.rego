package waylint.rules.github.all_secrets_passed_test

import data.waylint.rules.github.all_secrets_passed as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{
						"run": "./deploy",
						"env": {
							"ALL": "${{ toJSON(secrets) }}",
							"ONE": "${{ secrets[format('TOKEN_{0}', github.ref_name)] }}",
						},
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
				"steps": [
					{
						"run": "./deploy",
						"env": {"ONE": "${{ secrets.TOKEN }}", "TWO": "${{ secrets['OTHER'] }}"},
					},
				],
			},
		},
	}
}
