package waylint.rules.github.unknown_input_test

import data.waylint.rules.github.unknown_input as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": {"workflow_dispatch": {"inputs": {"version": {"type": "string"}}}},
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"run": "make", "env": {"TAG": "${{ inputs.tag }}"}}],
			},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": {"workflow_dispatch": {"inputs": {"version": {"type": "string"}}}},
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"run": "make", "env": {"TAG": "${{ inputs.Version }}"}}],
			},
		},
	}
}

test_computed_name if {
	count(rule.deny) == 0 with input as {
		"on": {"workflow_dispatch": {"inputs": {"version": {"type": "string"}}}},
		"jobs": {"build": {"steps": [{"run": "make", "env": {"TAG": "${{ github.event.inputs[matrix.input] }}"}}]}},
	}
}

test_does_without if {
	count(rule.deny) == 0 with input as asking("inputs.debug == 'true' || github.run_attempt > 1")
	count(rule.deny) == 0 with input as asking("inputs.level || 'info'")
	count(rule.deny) == 1 with input as asking("inputs.versio == '1'")
	count(rule.deny) == 1 with input as asking("inputs.debug")
}

asking(condition) := {
	"on": {"workflow_dispatch": {"inputs": {"version": {"type": "string"}}}},
	"jobs": {"build": {"steps": [{"run": "make", "if": condition}]}},
}

test_once_in_a_value if {
	some finding in rule.deny with input as asking("inputs.versio == '1' && inputs.versio != '2'")
	count(rule.deny) == 1 with input as asking("inputs.versio == '1' && inputs.versio != '2'")
	finding.message == `there is no input "versio"`
}

test_name_that_is_shown if {
	jobs := {"build": {"name": "build${{ inputs.none }}", "steps": [{"name": "make ${{ inputs.nothing }}", "run": "make"}]}}
	found := rule.deny with input as {"on": "push", "run-name": "${{ inputs.no }}", "jobs": jobs}
	count(found) == 3
	every finding in found { finding.level == "note" }
}

test_name_of_something_else if {
	step := {"uses": "actions/upload-artifact@v6", "with": {"name": "log-${{ inputs.none }}"}}
	some finding in rule.deny with input as {"on": "push", "jobs": {"build": {"steps": [step]}}}
	not finding.level
}
