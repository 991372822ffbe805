package waylint.rules.github.cache_in_release_test

import data.waylint.rules.github.cache_in_release as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": {"push": {"tags": ["v*"]}},
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{"uses": "actions/setup-go@v6", "with": {"go-version": "1.25"}},
					{"run": "make release"},
				],
			},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": {"push": {"tags": ["v*"]}},
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{"uses": "actions/setup-go@v6", "with": {"go-version": "1.25", "cache": false}},
					{"run": "make release"},
				],
			},
		},
	}
}
