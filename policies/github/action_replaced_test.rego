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

test_fix if {
	some finding in rule.deny with input as {"jobs": {"build": {"steps": [{"uses": "old/upload@v1"}]}}}
		with data.platform.actions as {"replace": {"old/upload": "acme/upload@v3"}, "commits": {"acme/upload@v3": "11bd71901bbe5b1630ceea73d27597364c9af683"}}
	finding.fix.edits == [{"op": "replace", "at": ["jobs", "build", "steps", 0, "uses"], "value": "acme/upload@11bd71901bbe5b1630ceea73d27597364c9af683", "comment": "v3"}]
}
