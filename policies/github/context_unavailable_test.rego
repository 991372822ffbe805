package waylint.rules.github.context_unavailable_test

import data.waylint.rules.github.context_unavailable as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"env": {"CACHE": "${{ runner.temp }}/cache"},
				"steps": [{"if": "secrets.TOKEN != ''", "run": "make publish"}],
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
				"env": {"TOKEN": "${{ secrets.TOKEN }}"},
				"steps": [
					{
						"if": "env.TOKEN != ''",
						"run": "make publish",
						"env": {"CACHE": "${{ runner.temp }}/cache"},
					},
				],
			},
		},
	}
}

test_status if {
	count(rule.deny) == 1 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "echo ${{ success() }}"}]}},
	}
}

test_files if {
	count(rule.deny) == 1 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"env": {"KEY": "${{ hashFiles('go.sum') }}"},
				"steps": [{"run": "make"}],
			},
		},
	}
}

test_job_condition if {
	count(rule.deny) == 1 with input as {
		"on": "push",
		"jobs": {"build": {"runs-on": "ubuntu-24.04", "if": "env.A == 'x'", "steps": [{"run": "make"}]}},
	}
}

test_step_in_parallel if {
	step := {"if": "steps.version.outputs.tag != ''", "run": "make publish"}
	count(rule.deny) == 0 with input as {"on": "push", "jobs": {"build": {"steps": [{"parallel": [step]}]}}}
}
