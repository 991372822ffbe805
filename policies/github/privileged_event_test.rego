package waylint.rules.github.privileged_event_test

import data.waylint.rules.github.privileged_event as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "pull_request_target",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "pull_request",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}
