package waylint.rules.github.permissions_for_all_jobs_test

import data.waylint.rules.github.permissions_for_all_jobs as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"permissions": {"contents": "write"},
		"jobs": {
			"test": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make test"}]},
			"release": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make release"}]},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"permissions": {"contents": "read"},
		"jobs": {
			"test": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make test"}]},
			"release": {
				"permissions": {"contents": "write"},
				"runs-on": "ubuntu-24.04",
				"steps": [{"run": "make release"}],
			},
		},
	}
}
