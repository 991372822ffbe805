package waylint.rules.github.tool_unpinned_test

import data.waylint.rules.github.tool_unpinned as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"uses": "extractions/setup-just@v3"}, {"run": "just test"}],
			},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{"uses": "extractions/setup-just@v3", "with": {"just-version": "1.43"}},
					{"run": "just test"},
				],
			},
		},
	}
}
