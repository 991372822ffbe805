package waylint.rules.github.called_workflow_mismatch_test

import data.waylint.rules.github.called_workflow_mismatch as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"complete": true,
		"documents": [
			{
				"file": ".github/workflows/ci.yaml",
				"document": 0,
				"kind": "github/workflow",
				"node": {
					"on": "push",
					"jobs": {
						"deploy": {
							"uses": "./.github/workflows/deploy.yaml",
							"with": {"version": "v1"},
							"secrets": {"token": "${{ secrets.TOKEN }}"},
						},
						"tell": {
							"needs": "deploy",
							"runs-on": "ubuntu-24.04",
							"steps": [
								{
									"run": "echo \"$URL\"",
									"env": {"URL": "${{ needs.deploy.outputs.link }}"},
								},
							],
						},
					},
				},
			},
			{
				"file": ".github/workflows/deploy.yaml",
				"document": 0,
				"kind": "github/workflow",
				"node": {
					"on": {
						"workflow_call": {
							"inputs": {
								"tag": {"type": "string", "required": true},
								"dry": {"type": "boolean", "default": false},
							},
							"secrets": {"token": {"required": true}},
							"outputs": {"url": {"value": "${{ jobs.deploy.outputs.url }}"}},
						},
					},
					"jobs": {
						"deploy": {
							"runs-on": "ubuntu-24.04",
							"outputs": {"url": "${{ steps.a.outputs.url }}"},
							"steps": [{"id": "a", "run": "make deploy"}],
						},
					},
				},
			},
		],
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"complete": true,
		"documents": [
			{
				"file": ".github/workflows/ci.yaml",
				"document": 0,
				"kind": "github/workflow",
				"node": {
					"on": "push",
					"jobs": {
						"deploy": {
							"uses": "./.github/workflows/deploy.yaml",
							"with": {"tag": "v1"},
							"secrets": {"token": "${{ secrets.TOKEN }}"},
						},
						"tell": {
							"needs": "deploy",
							"runs-on": "ubuntu-24.04",
							"steps": [
								{
									"run": "echo \"$URL\"",
									"env": {"URL": "${{ needs.deploy.outputs.url }}"},
								},
							],
						},
					},
				},
			},
			{
				"file": ".github/workflows/deploy.yaml",
				"document": 0,
				"kind": "github/workflow",
				"node": {
					"on": {
						"workflow_call": {
							"inputs": {
								"tag": {"type": "string", "required": true},
								"dry": {"type": "boolean", "default": false},
							},
							"secrets": {"token": {"required": true}},
							"outputs": {"url": {"value": "${{ jobs.deploy.outputs.url }}"}},
						},
					},
					"jobs": {
						"deploy": {
							"runs-on": "ubuntu-24.04",
							"outputs": {"url": "${{ steps.a.outputs.url }}"},
							"steps": [{"id": "a", "run": "make deploy"}],
						},
					},
				},
			},
		],
	}
}
