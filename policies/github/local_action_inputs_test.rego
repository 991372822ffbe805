package waylint.rules.github.local_action_inputs_test

import data.waylint.rules.github.local_action_inputs as rule

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
								{"uses": "./.github/actions/build", "with": {"tagret": "all"}},
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

test_needed_is_a_note if {
	action := {"inputs": {"target": {"required": true}}, "runs": {"using": "composite", "steps": []}}
	workflow := {"jobs": {"build": {"steps": [{"uses": "./.github/actions/build"}]}}}
	some finding in rule.deny with input as {"complete": true, "documents": [
		{"file": ".github/actions/build/action.yml", "document": 0, "kind": "github/action", "node": action},
		{"file": ".github/workflows/ci.yaml", "document": 0, "kind": "github/workflow", "node": workflow},
	]}
	finding.level == "note"
}

test_another_repository if {
	action := {"inputs": {}, "runs": {"using": "composite", "steps": []}}
	steps := [
		{"uses": "actions/checkout@v5", "with": {"repository": "acme/other"}},
		{"uses": "./.github/actions/build", "with": {"target": "all"}},
	]
	count(rule.deny) == 0 with input as {"complete": true, "documents": [
		{"file": ".github/actions/build/action.yml", "document": 0, "kind": "github/action", "node": action},
		{"file": ".github/workflows/ci.yaml", "document": 0, "kind": "github/workflow", "node": {"jobs": {"build": {"steps": steps}}}},
	]}
}
