package waylint.rules.github.action_retired_test

import data.waylint.rules.github.action_retired as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"uses": "actions/upload-artifact@v3", "with": {"name": "site", "path": "site"}}],
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
				"steps": [{"uses": "actions/upload-artifact@v5", "with": {"name": "site", "path": "site"}}],
			},
		},
	}
}

test_discontinued_is_not_switched_off if {
	count(rule.deny) == 0 with input as {"jobs": {"build": {"steps": [{"uses": "github/codeql-action/init@v1"}]}}}
}
