package waylint.rules.github.runner_labels_conflict_test

import data.waylint.rules.github.runner_labels_conflict as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": ["ubuntu-latest", "windows-latest"], "steps": [{"run": "make"}]}},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": ["self-hosted", "ubuntu-24.04"], "steps": [{"run": "make"}]}},
	}
}
