package waylint.rules.github.invalid_filter_test

import data.waylint.rules.github.invalid_filter as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": {"push": {"paths": ["./src/**"], "branches": ["!main"]}},
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": {"push": {"paths": ["src/**"], "branches": ["**", "!main"]}},
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}

test_no_list if {
	every pattern in ["\u00a0- src/**", "./src"] {
		count(rule.deny) == 1 with input as {"on": {"push": {"paths": pattern}}}
	}
}

test_event_without_filter if count(rule.deny) == 1 with input as {"on": {"create": {"tags": ["v*"]}}}

# GitHub takes them, though they are no part of its patterns.
test_class_of_a_regular_expression if {
	count(rule.deny) == 0 with input as {
		"on": {"push": {"tags": [`web-\w+-*`]}},
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}

test_branches_and_no_tags if {
	count(rule.deny) == 0 with input as {"on": {"push": {"branches": ["**"], "tags": ["!**"]}}}
	count(rule.deny) == 1 with input as {"on": {"push": {"tags": ["!**"]}}}
}

test_two_faults_are_told_once if count(rule.deny) == 1 with input as {"on": {"push": {"branches": ["a b[c"]}}}

test_started_by_hand if {
	some finding in rule.deny with input as {"on": {"workflow_dispatch": {"branches": ["main"]}}, "jobs": {}}
	finding.level == "note"
	some other in rule.deny with input as {"on": {"create": {"tags": ["v*"]}}, "jobs": {}}
	not other.level
}
