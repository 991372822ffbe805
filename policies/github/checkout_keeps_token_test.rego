package waylint.rules.github.checkout_keeps_token_test

import data.waylint.rules.github.checkout_keeps_token as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"uses": "actions/checkout@v5"}, {"run": "make"}],
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
					{"uses": "actions/checkout@v5", "with": {"persist-credentials": false}},
					{"run": "make"},
				],
			},
		},
	}
}

test_pushed if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"uses": "actions/checkout@v5"}, {"run": "git push"}],
			},
		},
	}
}

findings(rights, step, next) := result if {
	result := rule.deny with input as {"on": "push", "permissions": rights, "jobs": {"build": {"steps": [step, next]}}}
}

checkout := {"uses": "actions/checkout@v5"}

test_read_only if count(findings({"contents": "read", "id-token": "write"}, checkout, {"run": "make"})) == 0

test_safe if {
	some finding in findings({"contents": "read", "checks": "write"}, checkout, {"run": "make"})
	finding.fix.safe
}

# A script that is not seen here may push.
test_unsafe if {
	some finding in findings({"contents": "write"}, checkout, {"run": "make"})
	not finding.fix.safe
}

test_other_token if count(findings({"contents": "read"}, {"uses": "actions/checkout@v5", "with": {"token": "${{ secrets.BOT }}"}}, {"run": "make"})) == 1

test_every if {
	every next in [{"run": "make"}, {"run": "git push"}] {
		count(findings({"contents": "read"}, checkout, next)) == 1 with data.waylint.options["github/checkout-keeps-token"].every as true
	}
}
