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

test_assistant_that_asks_itself if {
	count(rule.deny) == 0 with input as assistant({})
	count(rule.deny) == 1 with input as assistant({"allowed_non_write_users": "*"})
}

assistant(given) := {
	"on": "issue_comment",
	"jobs": {"build": {
		"if": "contains(github.event.comment.body, '@claude')",
		"permissions": {"contents": "write"},
		"steps": [{"run": "gh auth setup-git"}, {"uses": "anthropics/claude-code-action@v1", "with": given}],
	}},
}

test_script_of_the_repository if {
	handle := {"uses": "actions/github-script@v8", "with": {"script": "await require('./commands.js').handle({ github, context })"}}
	job := {"if": "startsWith(github.event.comment.body, '/')", "steps": [{"uses": "actions/checkout@v6"}, {"run": "make commands"}, handle]}
	count(rule.deny) == 0 with input as {"on": "issue_comment", "jobs": {"build": job}}
}
