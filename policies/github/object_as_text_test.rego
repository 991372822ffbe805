package waylint.rules.github.object_as_text_test

import data.waylint.rules.github.object_as_text as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "echo \"${{ github.event }}\""}]}},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"run": "echo \"$EVENT\"", "env": {"EVENT": "${{ toJSON(github.event) }}"}}],
			},
		},
	}
}
