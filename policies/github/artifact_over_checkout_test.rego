package waylint.rules.github.artifact_over_checkout_test

import data.waylint.rules.github.artifact_over_checkout as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": {"workflow_run": {"workflows": ["ci"]}},
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{"uses": "actions/checkout@v5"},
					{
						"uses": "actions/download-artifact@v5",
						"with": {
							"run-id": "${{ github.event.workflow_run.id }}",
							"github-token": "${{ github.token }}",
						},
					},
					{"run": "./scripts/comment.sh"},
				],
			},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": {"workflow_run": {"workflows": ["ci"]}},
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{"uses": "actions/checkout@v5"},
					{
						"uses": "actions/download-artifact@v5",
						"with": {
							"path": "${{ runner.temp }}/results",
							"run-id": "${{ github.event.workflow_run.id }}",
							"github-token": "${{ github.token }}",
						},
					},
					{"run": "./scripts/comment.sh"},
				],
			},
		},
	}
}
