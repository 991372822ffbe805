package waylint.rules.github.download_run_unverified_test

import data.waylint.rules.github.download_run_unverified as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"run": "curl -sSfL https://example.com/install.sh | sh -s -- -b bin"}],
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
						"run": "curl -sSfLo install.sh https://example.com/v1.2.3/install.sh\nsha256sum --check install.sh.sha256\nsh install.sh\n",
					},
				],
			},
		},
	}
}
