package waylint.rules.github.action_outdated_test

import data.waylint.rules.github.action_outdated as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"uses": "actions/checkout@v3"}, {"run": "make"}],
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
				"steps": [{"uses": "actions/checkout@v5"}, {"run": "make"}],
			},
		},
	}
}

test_commit if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"uses": "actions/checkout@8e5e7e5ab8b370d6c329ec480221332ada57f0ab"}],
			},
		},
	}
}

fixes(uses) := result if {
	result := [finding.fix | some finding in rule.deny] with input as {"jobs": {"build": {"steps": [{"uses": uses}]}}}
}

test_fix if {
	[fix] = fixes("actions/checkout@v3")
	fix.safe
	fix.edits[0].value == "actions/checkout@v4"
}

test_far if {
	[fix] = fixes("actions/checkout@v2.1.0")
	not fix.safe
}

test_without_successor if fixes("actions-rs/toolchain@v1") == []

test_part_of_the_runner if {
	some finding in rule.deny with input as {"on": "push", "jobs": {"build": {"steps": [{"uses": "actions/checkout@v1"}]}}}
	finding.message == "actions/checkout@v1 is a part of the runner that nobody mends"
}

test_retired if {
	count(rule.deny) == 0 with input as {"jobs": {"build": {"steps": [{"uses": "actions/cache@v2"}]}}}
}

test_of_others if {
	[fix] = fixes("codecov/codecov-action@v3")
	not fix.safe
	fixes("codecov/codecov-action@v4") == []
}

# GitHub no longer looks after it, and it still runs.
test_discontinued if {
	[fix] = fixes("github/codeql-action/init@v1")
	fix.edits[0].value == "github/codeql-action/init@v3"
}
