package waylint.rules.github.action_replaced_test

import data.waylint.rules.github.action_replaced as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": "someone/deploy@v1"}]}},
	} with data.platform as {"actions": {"replace": {"someone/deploy": "platform/deploy"}}}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": "platform/deploy@v1"}]}},
	} with data.platform as {"actions": {"replace": {"someone/deploy": "platform/deploy"}}}
}
