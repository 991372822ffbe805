package waylint.rules.github.required_workflow_missing_test

import data.waylint.rules.github.required_workflow_missing as rule

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
					"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
				},
			},
		],
	} with data.platform as {"workflows": {"required": ["platform/workflows/.github/workflows/scan.yaml"]}}
}

test_only_a_part if {
	count(rule.deny) == 0 with input as {
		"complete": false,
		"documents": [
			{
				"file": ".github/workflows/ci.yaml",
				"document": 0,
				"kind": "github/workflow",
				"node": {
					"on": "push",
					"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
				},
			},
		],
	} with data.platform as {"workflows": {"required": ["platform/workflows/.github/workflows/scan.yaml"]}}
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
					"jobs": {"scan": {"uses": "platform/workflows/.github/workflows/scan.yaml@v2"}},
				},
			},
		],
	} with data.platform as {"workflows": {"required": ["platform/workflows/.github/workflows/scan.yaml"]}}
}

test_fix if {
	workflows := [{"file": name, "document": 0, "kind": "github/workflow", "node": {"on": event, "jobs": {"build": {"steps": []}}}} |
		some name, event in {"a.yaml": {"schedule": []}, "b.yaml": {"pull_request": {}}}
	]
	some finding in rule.deny with input as {"complete": true, "documents": workflows} with data.platform.workflows as {"required": ["acme/platform/.github/workflows/scan.yaml@v2"]}
	finding["in"] == "b.yaml"
	finding.fix.edits == [{"op": "add", "at": ["jobs", "scan"], "value": {"uses": "acme/platform/.github/workflows/scan.yaml@v2"}}]
}
