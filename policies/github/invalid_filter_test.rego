package waylint.rules.github.invalid_filter_test

import data.waylint.rules.github.invalid_filter as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": {"push": {"paths": ["./src/**"], "branches": ["!main"]}},
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": {"push": {"paths": ["src/**"], "branches": ["**", "!main"]}},
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}
