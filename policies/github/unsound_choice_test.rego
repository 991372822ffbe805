package waylint.rules.github.unsound_choice_test

import data.waylint.rules.github.unsound_choice as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{
						"run": "./build $FLAGS",
						"env": {"FLAGS": "${{ github.ref_type == 'tag' && '' || '--snapshot' }}"},
					},
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
					{
						"run": "./build $FLAGS",
						"env": {"FLAGS": "${{ github.ref_type != 'tag' && '--snapshot' || '' }}"},
					},
				],
			},
		},
	}
}
