package waylint.rules.github.unknown_matrix_key_test

import data.waylint.rules.github.unknown_matrix_key as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"strategy": {"matrix": {"go": ["1.24", "1.25"]}},
				"steps": [{"run": "make test GO=${{ matrix.version }}"}],
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
				"strategy": {"matrix": {"go": ["1.24", "1.25"], "include": [{"go": "1.25", "race": "-race"}]}},
				"steps": [{"run": "make test GO=${{ matrix.go }} ${{ matrix.race }}"}],
			},
		},
	}
}

test_no_matrix if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "echo ${{ matrix.a }}"}]}},
	}
}

test_computed if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"strategy": {"matrix": "${{ fromJSON(inputs.matrix) }}"},
				"steps": [{"run": "echo ${{ matrix.a }}"}],
			},
		},
	}
}

test_computed_key if {
	job := {"strategy": {"matrix": {"go": ["1.26"]}}, "steps": [{"run": "echo ${{ matrix[env.KEY] }}"}]}
	count(rule.deny) == 0 with input as {"on": "push", "jobs": {"build": job}}
}
