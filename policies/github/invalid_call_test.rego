package waylint.rules.github.invalid_call_test

import data.waylint.rules.github.invalid_call as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"if": "contains(github.ref)", "run": "echo \"${{ upper(github.ref) }}\""}],
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
						"if": "contains(github.ref, 'release')",
						"run": "echo \"${{ format('{0}', github.ref) }}\"",
					},
				],
			},
		},
	}
}

test_placeholder if {
	count(rule.deny) == 1 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"run": "echo ${{ format('{0} {1} {{9}}', github.ref) }}"}],
			},
		},
	}
}

test_comma_behind_the_last_value if {
	read(`{"a": [1, 2,], }`) == 0
	read(`{"a" 1,}`) == 1
}

read(text) := faults if {
	step := {"run": sprintf("echo ${{ fromJSON('%s').a }}", [text])}
	faults := count(rule.deny) with input as {"on": "push", "jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [step]}}}
}
