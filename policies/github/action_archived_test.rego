package waylint.rules.github.action_archived_test

import data.waylint.rules.github.action_archived as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": "actions/create-release@v1"}]}},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"run": "gh release create \"$GITHUB_REF_NAME\""}],
			},
		},
	}
}
