package waylint.rules.github.timeout_missing_test

import data.waylint.rules.github.timeout_missing as rule

test_fault if {
	count(rule.deny) > 0 with input as {"on": "push", "jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}}} with data.platform as {"workflows": {"timeout-minutes": 30}}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "timeout-minutes": 20, "steps": [{"run": "make"}]}},
	} with data.platform as {"workflows": {"timeout-minutes": 30}}
}

test_long if {
	count(rule.deny) == 1 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "timeout-minutes": 60, "steps": [{"run": "make"}]}},
	} with data.platform as {"workflows": {"timeout-minutes": 30}}
}

test_group_in_parallel if {
	count(rule.deny) == 0 with input as in_a_group({"run": "make", "timeout-minutes": 5}) with data.platform as {"workflows": {"timeout-minutes": 30}}
	count(rule.deny) == 1 with input as in_a_group({"run": "make"}) with data.platform as {"workflows": {"timeout-minutes": 30}}
}

in_a_group(step) := {"on": "push", "jobs": {"build": {"steps": [{"parallel": [step]}]}}}
