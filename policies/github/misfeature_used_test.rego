package waylint.rules.github.misfeature_used_test

import data.waylint.rules.github.misfeature_used as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "windows-2025", "steps": [{"run": "dir", "shell": "cmd"}]}},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "windows-2025", "steps": [{"run": "dir", "shell": "pwsh"}]}},
	}
}
