package waylint.rules.github.publishing_by_token_test

import data.waylint.rules.github.publishing_by_token as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"run": "npm publish", "env": {"NODE_AUTH_TOKEN": "${{ secrets.NPM_TOKEN }}"}}],
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
				"permissions": {"id-token": "write", "contents": "read"},
				"steps": [{"run": "npm publish"}],
			},
		},
	}
}

publish(permissions, given) := {"on": "release", "permissions": permissions, "jobs": {"publish": {"steps": [{"uses": "pypa/gh-action-pypi-publish@release/v1", "with": given}]}}}

test_trusted if {
	some finding in rule.deny with input as publish({"contents": "read"}, {"user": "__token__", "password": "${{ secrets.PYPI }}"})
	finding.fix.edits == [
		{"op": "remove", "at": ["jobs", "publish", "steps", 0, "with"]},
		{"op": "add", "at": ["jobs", "publish", "permissions"], "value": {"contents": "read", "id-token": "write"}},
	]
}

test_trusted_with_other_inputs if {
	some finding in rule.deny with input as publish({"id-token": "write"}, {"password": "${{ secrets.PYPI }}", "verbose": true})
	finding.fix.edits == [{"op": "remove", "at": ["jobs", "publish", "steps", 0, "with", "password"]}]
}

test_all_rights_are_left_alone if {
	some finding in rule.deny with input as publish("write-all", {"password": "${{ secrets.PYPI }}"})
	not finding.fix
}
