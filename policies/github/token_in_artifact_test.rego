package waylint.rules.github.token_in_artifact_test

import data.waylint.rules.github.token_in_artifact as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{"uses": "actions/checkout@v4"},
					{
						"uses": "actions/upload-artifact@v4",
						"with": {"path": ".", "include-hidden-files": true},
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
					{"uses": "actions/checkout@v4"},
					{"uses": "actions/upload-artifact@v4", "with": {"path": "dist"}},
				],
			},
		},
	}
}

test_group_in_parallel if {
	checkout := {"uses": "actions/checkout@v5"}
	upload := {"uses": "actions/upload-artifact@v4", "with": {"path": ".", "include-hidden-files": true}}
	some finding in rule.deny with input as {"on": "push", "jobs": {"build": {"steps": [checkout, {"parallel": [upload]}]}}}
	finding.at == ["jobs", "build", "steps", 1, "parallel", 0, "with", "path"]
}
