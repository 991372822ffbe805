package waylint.rules.github.secret_for_all_steps_test

import data.waylint.rules.github.secret_for_all_steps as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"env": {"TOKEN": "${{ secrets.TOKEN }}"},
				"steps": [{"uses": "someone/setup@v1"}, {"run": "./deploy"}],
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
					{"uses": "someone/setup@v1"},
					{"run": "./deploy", "env": {"TOKEN": "${{ secrets.TOKEN }}"}},
				],
			},
		},
	}
}

workflow(environment, steps) := {"on": "push", "jobs": {"build": {"runs-on": "ubuntu-24.04", "env": environment, "steps": steps}}}

test_moved if {
	some finding in rule.deny with input as workflow(
		{"TOKEN": "${{ secrets.TOKEN }}", "LEVEL": "3"},
		[{"uses": "someone/setup@v1"}, {"run": "./deploy $TOKEN"}, {"run": "./tell", "with": {"token": "${{ env.TOKEN }}"}}],
	)
	finding.fix.edits == [
		{"op": "add", "at": ["jobs", "build", "steps", 1, "env", "TOKEN"], "value": "${{ secrets.TOKEN }}"},
		{"op": "add", "at": ["jobs", "build", "steps", 2, "env", "TOKEN"], "value": "${{ secrets.TOKEN }}"},
		{"op": "remove", "at": ["jobs", "build", "env", "TOKEN"]},
	]
}

test_the_only_variable if {
	some finding in rule.deny with input as workflow({"TOKEN": "${{ secrets.TOKEN }}"}, [{"run": "make"}, {"run": "./deploy $TOKEN"}])
	finding.fix.edits[1] == {"op": "remove", "at": ["jobs", "build", "env"]}
}

test_nobody_names_it if {
	some finding in rule.deny with input as workflow({"TOKEN": "${{ secrets.TOKEN }}"}, [{"run": "make"}, {"run": "./deploy"}])
	not finding.fix
}

test_named_by_a_condition if {
	some finding in rule.deny with input as workflow({"TOKEN": "${{ secrets.TOKEN }}"}, [{"run": "make"}, {"if": "env.TOKEN != ''", "run": "./deploy $TOKEN"}])
	not finding.fix
}
