package waylint.rules.github.unknown_step_test

import data.waylint.rules.github.unknown_step as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{
						"run": "./deploy \"$VERSION\"",
						"env": {"VERSION": "${{ steps.version.outputs.tag }}"},
					},
					{"id": "version", "run": "echo \"tag=1\" >> \"$GITHUB_OUTPUT\""},
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
					{"id": "version", "run": "echo \"tag=1\" >> \"$GITHUB_OUTPUT\""},
					{
						"run": "./deploy \"$VERSION\"",
						"env": {"VERSION": "${{ steps.version.outputs.tag }}"},
					},
				],
			},
		},
	}
}

test_property if {
	count(rule.deny) == 1 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"id": "a", "run": "x"}, {"run": "echo ${{ steps.a.tag }}"}],
			},
		},
	}
}

test_outputs_of_the_job if {
	count(rule.deny) == 1 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"outputs": {"a": "${{ steps.a.outputs.b }}", "b": "${{ steps.b.outputs.b }}"},
				"steps": [{"id": "a", "run": "x"}],
			},
		},
	}
}

test_step_in_parallel if {
	parallel := {"parallel": [{"id": "version", "run": "make version"}, {"run": "make test"}]}
	use := {"run": "./deploy", "env": {"VERSION": "${{ steps.version.outputs.tag }}"}}
	count(rule.deny) == 0 with input as {"on": "push", "jobs": {"build": {"steps": [parallel, use]}}}
	count(rule.deny) == 1 with input as {"on": "push", "jobs": {"build": {"steps": [use, parallel]}}}
}

test_looked_at_behind_the_last_step if {
	count(rule.deny) == 0 with input as summing_up("build")
	count(rule.deny) == 1 with input as summing_up("biuld")
}

summing_up(id) := {"on": "push", "jobs": {"test": {"runs-on": "ubuntu-24.04", "steps": [
	{"uses": "acme/post-run@v1", "with": {"post": sprintf("echo ${{ steps.%s.outcome }}", [id])}},
	{"id": "build", "run": "make"},
]}}}
