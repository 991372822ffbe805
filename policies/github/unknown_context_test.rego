package waylint.rules.github.unknown_context_test

import data.waylint.rules.github.unknown_context as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"run": "echo \"${{ github.branch }} ${{ git.ref }}\""}],
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
				"steps": [{"run": "echo \"${{ github.ref_name }} ${{ GitHub.Ref }}\""}],
			},
		},
	}
}

test_computed if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"run": "echo ${{ github[env.NAME] }} ${{ job.services.db.id }}"}],
			},
		},
	}
}

test_undocumented if {
	step := {"run": "git checkout ${{ github.job_workflow_sha }}"}
	some finding in rule.deny with input as {"on": "workflow_call", "jobs": {"build": {"runs-on": "ubuntu-24.04", "steps": [step]}}}
	finding.level == "note"
}
