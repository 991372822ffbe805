package waylint.rules.github.invalid_id_test

import data.waylint.rules.github.invalid_id as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"id": "get.version", "run": "make"}]}},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"id": "get-version", "run": "make"}]}},
	}
}
