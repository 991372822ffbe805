package waylint.rules.github.spoofable_bot_test

import data.waylint.rules.github.spoofable_bot as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "pull_request_target",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"if": "github.actor == 'dependabot[bot]'",
				"steps": [{"run": "gh pr merge --auto \"$PR\""}],
			},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "pull_request_target",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"if": "github.event.pull_request.user.login == 'dependabot[bot]'",
				"steps": [{"run": "gh pr merge --auto \"$PR\""}],
			},
		},
	}
}

test_branch_of_the_repository if {
	count(rule.deny) == 0 with input as {"on": "pull_request_target", "jobs": {"build": {
		"if": "github.actor == 'dependabot[bot]' && github.event.pull_request.head.repo.full_name == github.repository",
		"steps": [{"run": "gh pr merge --auto \"$PR\""}],
	}}}
}

test_no_rights if {
	job := {"if": "github.actor == 'dependabot[bot]'", "steps": [{"run": "gh pr merge --auto \"$PR\""}]}
	count(rule.deny) == 0 with input as {"on": "pull_request", "jobs": {"build": job}}
}

test_opened if {
	job := {"if": "github.actor == 'dependabot[bot]'", "steps": [{"run": "gh pr comment \"$PR\""}]}
	count(rule.deny) == 0 with input as {"on": {"pull_request_target": {"types": ["opened"]}}, "jobs": {"build": job}}
	count(rule.deny) == 1 with input as {"on": {"pull_request_target": {"types": ["opened", "reopened"]}}, "jobs": {"build": job}}
}

test_asked_by_an_action if {
	some finding in rule.deny with input as {"on": "pull_request_target", "jobs": {"merge": {
		"if": "github.actor == 'dependabot[bot]'",
		"steps": [{"uses": "dependabot/fetch-metadata@v2"}, {"run": "gh pr merge --auto \"$PR\""}],
	}}}
	finding.level == "note"
}

test_action_told_not_to_ask if {
	some finding in rule.deny with input as {"on": "pull_request_target", "jobs": {"merge": {
		"if": "github.actor == 'dependabot[bot]'",
		"steps": [{"uses": "dependabot/fetch-metadata@v2", "with": {"skip-verification": true}}],
	}}}
	not finding.level
}
