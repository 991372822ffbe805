package waylint.rules.github.action_input_misspelt_test

import data.waylint.rules.github.action_input_misspelt as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{"uses": "actions/setup-node@v5", "with": {"node_version": 22}},
					{"uses": "actions/cache@v5", "with": {"path": "dist", "keys": "site"}},
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
					{"uses": "actions/setup-node@v5", "with": {"node-version": 22}},
					{"uses": "actions/cache@v5", "with": {"path": "dist", "key": "site"}},
				],
			},
		},
	}
}

step(uses, given) := {"on": "push", "jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": uses, "with": given}]}}}

test_gone if {
	some finding in rule.deny with input as step("actions/setup-node@v6", {"always-auth": true, "node-version": 24})
	finding.message == `actions/setup-node has had no input "always-auth" since v6`
	finding.fix.edits == [{"op": "remove", "at": ["jobs", "build", "steps", 0, "with", "always-auth"]}]
}

test_gone_and_alone if {
	some finding in rule.deny with input as step("actions/setup-node@v6.0.0", {"always-auth": true})
	finding.fix.edits == [{"op": "remove", "at": ["jobs", "build", "steps", 0, "with"]}]
}

test_renamed if {
	some finding in rule.deny with input as step("codecov/codecov-action@v6", {"file": "cover.out"})
	finding.fix.edits == [{"op": "rename", "at": ["jobs", "build", "steps", 0, "with", "file"], "value": "files"}]
}

test_still_there if count(rule.deny) == 0 with input as step("actions/setup-node@v4", {"always-auth": true})
