package waylint.rules.github.action_superfluous_test

import data.waylint.rules.github.action_superfluous as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": "softprops/action-gh-release@v2"}]},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"run": "gh release create \"$GITHUB_REF_NAME\" dist/*"}],
			},
		},
	}
}
