package waylint.rules.github.required_step_missing_test

import data.waylint.rules.github.required_step_missing as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"uses": "actions/checkout@v5"}, {"run": "make"}],
			},
		},
	} with data.platform as {"workflows": {"first-steps": ["step-security/harden-runner"]}}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{"uses": "step-security/harden-runner@v2"},
					{"uses": "actions/checkout@v5"},
					{"run": "make"},
				],
			},
		},
	} with data.platform as {"workflows": {"first-steps": ["step-security/harden-runner"]}}
}

test_fix if {
	some finding in rule.deny with input as {"jobs": {"build": {"steps": [{"run": "make"}]}}} with data.platform.workflows as {"first-steps": ["acme/guard@v2"]}
	finding.fix.edits == [{"op": "add", "at": ["jobs", "build", "steps", 0], "value": {"uses": "acme/guard@v2"}}]
}
