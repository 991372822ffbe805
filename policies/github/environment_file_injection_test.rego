package waylint.rules.github.environment_file_injection_test

import data.waylint.rules.github.environment_file_injection as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "pull_request_target",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{
						"run": "echo \"TITLE=$TITLE\" >> \"$GITHUB_ENV\"",
						"env": {"TITLE": "${{ github.event.pull_request.title }}"},
					},
				],
			},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "pull_request_target",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{
						"run": "echo \"title=$TITLE\" >> \"$GITHUB_OUTPUT\"",
						"env": {"TITLE": "${{ github.event.pull_request.title }}"},
					},
					{"run": "echo \"$PWD/bin\" >> \"$GITHUB_PATH\""},
				],
			},
		},
	}
}

test_number if {
	count(rule.deny) == 0 with input as {"on": "pull_request_target", "jobs": {"clean": {"steps": [{"run": "number=\"${{ github.event.number }}\"\necho BRANCH=\"pr-$number\" >> \"$GITHUB_ENV\""}]}}}
}

test_input_of_action if {
	count(rule.deny) == 1 with input as {"runs": {"using": "composite", "steps": [{"shell": "bash", "run": "echo \"VERSION=${{ inputs.version }}\" >> $GITHUB_ENV"}]}}
}

action(run, env) := {"runs": {"using": "composite", "steps": [{"shell": "bash", "run": run, "env": env}]}}

test_variable_of_action if {
	count(rule.deny) == 1 with input as action("name=${{ inputs.name }}\necho \"NAME=${name//-/_}\" >> $GITHUB_ENV", {})
	count(rule.deny) == 1 with input as action("ref=\"${REF:-main}\"\necho \"REF=$ref\" >> $GITHUB_ENV", {"REF": "${{ inputs.ref }}"})
	count(rule.deny) == 0 with input as action("ref=main\necho \"REF=$ref\" >> $GITHUB_ENV", {"REF": "${{ inputs.ref }}"})
}
