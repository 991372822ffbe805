package waylint.rules.github.updates_missing_test

import data.waylint.rules.github.updates_missing as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"complete": true,
		"documents": [
			{
				"file": ".github/dependabot.yml",
				"document": 0,
				"kind": "github/dependabot",
				"node": {
					"version": 2,
					"updates": [
						{
							"package-ecosystem": "gomod",
							"directory": "/",
							"schedule": {"interval": "weekly"},
						},
					],
				},
			},
			{
				"file": ".github/workflows/ci.yaml",
				"document": 0,
				"kind": "github/workflow",
				"node": {
					"on": "push",
					"jobs": {
						"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": "actions/checkout@v5"}]},
					},
				},
			},
		],
	}
}

test_only_a_part if {
	count(rule.deny) == 0 with input as {
		"complete": false,
		"documents": [
			{
				"file": ".github/dependabot.yml",
				"document": 0,
				"kind": "github/dependabot",
				"node": {
					"version": 2,
					"updates": [
						{
							"package-ecosystem": "gomod",
							"directory": "/",
							"schedule": {"interval": "weekly"},
						},
					],
				},
			},
			{
				"file": ".github/workflows/ci.yaml",
				"document": 0,
				"kind": "github/workflow",
				"node": {
					"on": "push",
					"jobs": {
						"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": "actions/checkout@v5"}]},
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
				"file": ".github/dependabot.yml",
				"document": 0,
				"kind": "github/dependabot",
				"node": {
					"version": 2,
					"updates": [
						{
							"package-ecosystem": "gomod",
							"directory": "/",
							"schedule": {"interval": "weekly"},
						},
						{
							"package-ecosystem": "github-actions",
							"directory": "/",
							"schedule": {"interval": "weekly"},
						},
					],
				},
			},
			{
				"file": ".github/workflows/ci.yaml",
				"document": 0,
				"kind": "github/workflow",
				"node": {
					"on": "push",
					"jobs": {
						"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": "actions/checkout@v5"}]},
					},
				},
			},
		],
	}
}
