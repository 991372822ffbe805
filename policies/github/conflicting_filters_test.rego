package waylint.rules.github.conflicting_filters_test

import data.waylint.rules.github.conflicting_filters as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": {"push": {"branches": ["main"], "branches-ignore": ["wip"]}},
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": {"push": {"branches": ["main", "!wip"], "tags": ["v*"]}},
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}
