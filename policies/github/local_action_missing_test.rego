package waylint.rules.github.local_action_missing_test

import data.waylint.rules.github.local_action_missing as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"complete": true,
		"documents": [
			{
				"file": ".github/actions/build/action.yml",
				"document": 0,
				"kind": "github/action",
				"node": {
					"name": "Build",
					"description": "Builds",
					"inputs": {
						"target": {"description": "What to build", "required": true},
						"flags": {"description": "More flags", "default": ""},
					},
					"runs": {"using": "composite", "steps": [{"run": "make", "shell": "bash"}]},
				},
			},
			{
				"file": ".github/workflows/ci.yaml",
				"document": 0,
				"kind": "github/workflow",
				"node": {
					"on": "push",
					"jobs": {
						"build": {
							"runs-on": "ubuntu-24.04",
							"steps": [
								{"uses": "actions/checkout@v5"},
								{"uses": "./.github/actions/biuld", "with": {"target": "all"}},
							],
						},
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
				"file": ".github/actions/build/action.yml",
				"document": 0,
				"kind": "github/action",
				"node": {
					"name": "Build",
					"description": "Builds",
					"inputs": {
						"target": {"description": "What to build", "required": true},
						"flags": {"description": "More flags", "default": ""},
					},
					"runs": {"using": "composite", "steps": [{"run": "make", "shell": "bash"}]},
				},
			},
			{
				"file": ".github/workflows/ci.yaml",
				"document": 0,
				"kind": "github/workflow",
				"node": {
					"on": "push",
					"jobs": {
						"build": {
							"runs-on": "ubuntu-24.04",
							"steps": [
								{"uses": "actions/checkout@v5"},
								{"uses": "./.github/actions/biuld", "with": {"target": "all"}},
							],
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
				"file": ".github/actions/build/action.yml",
				"document": 0,
				"kind": "github/action",
				"node": {
					"name": "Build",
					"description": "Builds",
					"inputs": {
						"target": {"description": "What to build", "required": true},
						"flags": {"description": "More flags", "default": ""},
					},
					"runs": {"using": "composite", "steps": [{"run": "make", "shell": "bash"}]},
				},
			},
			{
				"file": ".github/workflows/ci.yaml",
				"document": 0,
				"kind": "github/workflow",
				"node": {
					"on": "push",
					"jobs": {
						"build": {
							"runs-on": "ubuntu-24.04",
							"steps": [
								{"uses": "actions/checkout@v5"},
								{"uses": "./.github/actions/build", "with": {"target": "all"}},
							],
						},
					},
				},
			},
		],
	}
}

test_dockerfile if {
	count(rule.deny) == 0 with input as {"complete": true, "documents": [
		{"file": ".github/actions/style/Dockerfile", "document": 0, "kind": "dockerfile", "node": {}},
		{"file": ".github/workflows/ci.yaml", "document": 0, "kind": "github/workflow", "node": {"jobs": {"style": {"steps": [{"uses": "./.github/actions/style"}]}}}},
	]}
}

test_made_by_a_script if {
	count(rule.deny) == 0 with input as using({"run": "scripts/generate-action.sh alpine"})
	count(rule.deny) == 1 with input as using({"run": "make"})
}

using(step) := {"complete": true, "documents": [{
	"file": ".github/workflows/ci.yaml",
	"document": 0,
	"kind": "github/workflow",
	"node": {"on": "push", "jobs": {"build": {"steps": [{"uses": "actions/checkout@v6"}, step, {"uses": "./.github/actions/alpine"}]}}},
}]}

test_submodule if {
	count(rule.deny) == 0 with input as using({"uses": "actions/checkout@v6", "with": {"submodules": "recursive"}})
	count(rule.deny) == 0 with input as using({"uses": "actions/checkout@v6", "with": {"submodules": true}})
	count(rule.deny) == 1 with input as using({"uses": "actions/checkout@v6", "with": {"submodules": false}})
}
