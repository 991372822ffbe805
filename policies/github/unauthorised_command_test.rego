package waylint.rules.github.unauthorised_command_test

import data.waylint.rules.github.unauthorised_command as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "issue_comment",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"if": "contains(github.event.comment.body, '/deploy')",
				"steps": [{"uses": "actions/checkout@v5"}, {"run": "./deploy"}],
			},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "issue_comment",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"if": "contains(github.event.comment.body, '/deploy') && github.event.comment.author_association == 'MEMBER'",
				"steps": [{"uses": "actions/checkout@v5"}, {"run": "./deploy"}],
			},
		},
	}
}
