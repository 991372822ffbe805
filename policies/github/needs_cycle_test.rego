package waylint.rules.github.needs_cycle_test

import data.waylint.rules.github.needs_cycle as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"a": {"needs": "b", "runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]},
			"b": {"needs": ["a"], "runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {
			"a": {"needs": "b", "runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]},
			"b": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]},
		},
	}
}
