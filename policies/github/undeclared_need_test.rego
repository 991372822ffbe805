package waylint.rules.github.undeclared_need_test

import data.waylint.rules.github.undeclared_need as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"outputs": {"tag": "${{ steps.tag.outputs.tag }}"},
				"steps": [{"id": "tag", "run": "echo \"tag=1\" >> \"$GITHUB_OUTPUT\""}],
			},
			"deploy": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"run": "./deploy \"$TAG\"", "env": {"TAG": "${{ needs.build.outputs.tag }}"}}],
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
				"outputs": {"tag": "${{ steps.tag.outputs.tag }}"},
				"steps": [{"id": "tag", "run": "echo \"tag=1\" >> \"$GITHUB_OUTPUT\""}],
			},
			"deploy": {
				"needs": "build",
				"runs-on": "ubuntu-24.04",
				"steps": [{"run": "./deploy \"$TAG\"", "env": {"TAG": "${{ needs.build.outputs.tag }}"}}],
			},
		},
	}
}

test_output if {
	count(rule.deny) == 1 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"outputs": {"tag": "${{ steps.tag.outputs.tag }}"},
				"steps": [{"id": "tag", "run": "echo \"tag=1\" >> \"$GITHUB_OUTPUT\""}],
			},
			"deploy": {
				"needs": ["Build"],
				"runs-on": "ubuntu-24.04",
				"steps": [
					{
						"run": "./deploy \"$TAG\"",
						"env": {"TAG": "${{ needs.build.outputs.version }}"},
					},
				],
			},
		},
	}
}
