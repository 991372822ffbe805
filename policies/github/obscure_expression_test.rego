package waylint.rules.github.obscure_expression_test

import data.waylint.rules.github.obscure_expression as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{"uses": "actions/cache/./restore@v5"},
					{"run": "make ${{ format('{0}{1}', 'rel', 'ease') }}"},
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
				"steps": [{"uses": "actions/cache/restore@v5"}, {"run": "make release"}],
			},
		},
	}
}

test_plain_path if {
	some finding in rule.deny with input as {"jobs": {"build": {"steps": [{"uses": "acme/tools//a/../scan/@v1"}]}}}
	finding.fix.edits[0].value == "acme/tools/scan@v1"
}
