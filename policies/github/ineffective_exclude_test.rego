package waylint.rules.github.ineffective_exclude_test

import data.waylint.rules.github.ineffective_exclude as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"strategy": {"matrix": {"os": ["linux", "windows"], "exclude": [{"os": "macos"}]}},
				"steps": [{"run": "make"}],
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
				"strategy": {
					"matrix": {"os": ["linux", "windows"], "go": ["1.25"], "exclude": [{"os": "windows"}]},
				},
				"steps": [{"run": "make"}],
			},
		},
	}
}

test_key if {
	count(rule.deny) == 1 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"strategy": {"matrix": {"os": ["linux"], "exclude": [{"arch": "arm64"}]}},
				"steps": [{"run": "make"}],
			},
		},
	}
}

test_letters_of_a_key if {
	count(rule.deny) == 0 with input as {"jobs": {"build": {"strategy": {"matrix": {"OS": ["linux", "macos"], "exclude": [{"os": "macos"}]}}}}}
	count(rule.deny) == 1 with input as {"jobs": {"build": {"strategy": {"matrix": {"OS": ["linux"], "exclude": [{"os": "macos"}]}}}}}
}

test_number_and_text if {
	count(rule.deny) == 0 with input as {"jobs": {"build": {"strategy": {"matrix": {"arch": ["386", "amd64"], "exclude": [{"arch": 386}]}}}}}
}
