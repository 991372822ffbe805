package waylint.rules.github.app_token_unlimited_test

import data.waylint.rules.github.app_token_unlimited as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{
						"uses": "actions/create-github-app-token@v2",
						"with": {"app-id": 1, "private-key": "${{ secrets.KEY }}"},
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
						"uses": "actions/create-github-app-token@v2",
						"with": {
							"app-id": 1,
							"private-key": "${{ secrets.KEY }}",
							"permission-contents": "read",
						},
					},
				],
			},
		},
	}
}
