package waylint.rules.github.action_not_allowed_test

import data.waylint.rules.github.action_not_allowed as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": "someone/deploy@v1"}]}},
	} with data.platform as {"actions": {"allow": ["actions/*"]}}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": "actions/checkout@v5"}]}},
	} with data.platform as {"actions": {"allow": ["actions/*"]}}
}

test_inner if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": "actions/cache/restore@v5"}]}},
	} with data.platform as {"actions": {"allow": ["actions/*"]}}
}
