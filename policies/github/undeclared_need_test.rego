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

edits(needs) := result if {
	result := [edit | some finding in rule.deny; some edit in finding.fix.edits] with input as {"on": "push", "jobs": {
		"lint": {"outputs": {"ok": "1"}, "steps": []},
		"test": {"outputs": {"ok": "1"}, "steps": []},
		"end": {"needs": needs, "steps": [{"run": "echo ${{ needs.lint.outputs.ok }}"}]},
	}}
}

test_one_more if edits(["test"]) == [{"op": "add", "at": ["jobs", "end", "needs", 1], "value": "lint"}]

test_second if edits("test") == [{"op": "replace", "at": ["jobs", "end", "needs"], "value": ["test", "lint"]}]

count_of(text) := faults if {
	faults := count(rule.deny) with input as {"on": "push", "jobs": {
		"build": {"outputs": {"tag": "1"}, "steps": []},
		"deploy": {"needs": "build", "steps": [{"run": "./deploy", "env": {"TAG": text}}]},
	}}
}

test_empty_on_purpose if {
	count_of("${{ needs.build.outputs.version || 'edge' }}") == 0
	count_of("${{ needs.build.outputs.version || needs.build.outputs.tag || 'edge' }}") == 0
}

test_last_resort if {
	count_of("${{ needs.build.outputs.tag || needs.build.outputs.version }}") == 1
	count_of("${{ needs.build.outputs.version == '1' || 'edge' }}") == 1
}

test_compiled_from_a_prompt if {
	some finding in rule.deny with input as {"on": "push", "jobs": {
		"pick": {"outputs": {"model": "1"}, "steps": []},
		"agent": {"env": {"GH_AW_ENGINE_MODEL": "${{ needs.pick.outputs.model }}"}, "steps": []},
	}}
	finding.level == "note"
}
