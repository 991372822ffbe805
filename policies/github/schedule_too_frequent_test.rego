package waylint.rules.github.schedule_too_frequent_test

import data.waylint.rules.github.schedule_too_frequent as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": {"schedule": [{"cron": "*/2 * * * *"}]},
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": {"schedule": [{"cron": "*/5 * * * *"}]},
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "make"}]}},
	}
}
