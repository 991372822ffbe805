package waylint.rules.github.invalid_dispatch_input_test

import data.waylint.rules.github.invalid_dispatch_input as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": {
			"workflow_dispatch": {
				"inputs": {"level": {"type": "choice", "options": ["low", "low"]}, "tag": {"options": ["a"]}},
			},
		},
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": {
			"workflow_dispatch": {"inputs": {"level": {"type": "choice", "options": ["low", "high"]}}},
		},
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}

test_twice if {
	count(rule.deny) == 1 with input as {
		"on": {"workflow_dispatch": {"inputs": {"level": {"type": "choice", "options": ["low", "low"]}}}},
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}
