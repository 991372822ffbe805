package waylint.rules.github.mutable_checkout_test

import data.waylint.rules.github.mutable_checkout as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": {"pull_request_target": {"types": ["labeled"]}},
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"if": "github.event.label.name == 'safe to test'",
				"steps": [
					{
						"uses": "actions/checkout@v5",
						"with": {
							"ref": "${{ github.event.pull_request.head.ref }}",
							"repository": "${{ github.event.pull_request.head.repo.full_name }}",
						},
					},
					{"run": "make test"},
				],
			},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": {"pull_request_target": {"types": ["labeled"]}},
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"if": "github.event.label.name == 'safe to test'",
				"steps": [
					{
						"uses": "actions/checkout@v5",
						"with": {"ref": "${{ github.event.pull_request.head.sha }}"},
					},
					{"run": "make test"},
				],
			},
		},
	}
}
