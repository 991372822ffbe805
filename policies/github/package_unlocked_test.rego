package waylint.rules.github.package_unlocked_test

import data.waylint.rules.github.package_unlocked as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {"runs-on": "ubuntu-24.04", "steps": [{"run": "npm install -g danger && danger ci"}]},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"run": "npm ci && npx danger ci"}, {"run": "pip install -r requirements.txt"}],
			},
		},
	}
}

test_archive_of_the_build if {
	count(rule.deny) == 0 with input as {"on": "push", "jobs": {"build": {"steps": [{"run": "pip install dist/shop-*.tar.gz"}]}}}
}
