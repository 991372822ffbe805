package waylint.rules.github.action_vulnerable_test

import data.waylint.rules.github.action_vulnerable as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": "tj-actions/changed-files@v44"}]}},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": "tj-actions/changed-files@v47"}]}},
	}
}

test_patch if {
	count(rule.deny) == 1 with input as {
		"on": "push",
		"jobs": {
			"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": "actions/download-artifact@v4.1.6"}]},
		},
	}
}

test_mended_patch if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {
			"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": "actions/download-artifact@v4.1.8"}]},
		},
	}
}

test_older if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": "actions/download-artifact@v3"}]}},
	}
}

test_newest_of_major if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"uses": "actions/download-artifact@v4"}]}},
	}
}

test_fix if {
	some finding in rule.deny with input as {"jobs": {"build": {"steps": [{"uses": "actions/download-artifact@v4.1.0"}]}}}
	finding.fix.safe
	finding.fix.edits[0].value == "actions/download-artifact@v4.1.7"
}
