package waylint.rules.github.part_of_text_compared_test

import data.waylint.rules.github.part_of_text_compared as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{
						"if": "contains('refs/heads/main refs/heads/develop', github.ref)",
						"run": "make publish",
					},
				],
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
				"steps": [
					{
						"if": "contains(fromJSON('[\"refs/heads/main\", \"refs/heads/develop\"]'), github.ref)",
						"run": "make publish",
					},
				],
			},
		},
	}
}

test_few_words if {
	step := {"if": "contains('OWNER,MEMBER', github.event.comment.author_association)", "run": "make"}
	some finding in rule.deny with input as {"on": "issue_comment", "jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [step]}}}
	finding.level == "note"
}
