package waylint.rules.github.invalid_expression_test

import data.waylint.rules.github.invalid_expression as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"run": "echo \"${{ github.ref == \"main\" }}\""}],
			},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {
			"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "echo \"${{ github.ref == 'main' }}\""}]},
		},
	}
}

test_condition if {
	count(rule.deny) == 1 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"if": "github.ref = 1", "run": "make"}]}},
	}
}

test_unclosed if {
	count(rule.deny) == 1 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "echo ${{ github.ref }"}]}},
	}
}
