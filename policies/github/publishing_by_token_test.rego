package waylint.rules.github.publishing_by_token_test

import data.waylint.rules.github.publishing_by_token as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"run": "npm publish", "env": {"NODE_AUTH_TOKEN": "${{ secrets.NPM_TOKEN }}"}}],
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
				"permissions": {"id-token": "write", "contents": "read"},
				"steps": [{"run": "npm publish"}],
			},
		},
	}
}
