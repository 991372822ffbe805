package waylint.rules.github.self_hosted_pull_request_test

import data.waylint.rules.github.self_hosted_pull_request as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "pull_request",
		"jobs": {"build": {"runs-on": ["self-hosted", "linux"], "steps": [{"run": "make"}]}},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "pull_request",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}
