package waylint.rules.github.unknown_job_output_test

import data.waylint.rules.github.unknown_job_output as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": {"workflow_call": {"outputs": {"url": {"value": "${{ jobs.deploy.outputs.link }}"}}}},
		"jobs": {
			"deploy": {
				"runs-on": "ubuntu-24.04",
				"outputs": {"url": "${{ steps.a.outputs.url }}"},
				"steps": [{"id": "a", "run": "make deploy"}],
			},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": {"workflow_call": {"outputs": {"url": {"value": "${{ jobs.deploy.outputs.url }}"}}}},
		"jobs": {
			"deploy": {
				"runs-on": "ubuntu-24.04",
				"outputs": {"url": "${{ steps.a.outputs.url }}"},
				"steps": [{"id": "a", "run": "make deploy"}],
			},
		},
	}
}
