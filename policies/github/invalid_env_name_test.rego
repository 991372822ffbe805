package waylint.rules.github.invalid_env_name_test

import data.waylint.rules.github.invalid_env_name as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make", "env": {"MY NAME": "ci"}}]},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {
			"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make", "env": {"MY_NAME": "ci"}}]},
		},
	}
}
