package waylint.rules.github.hook_url_insecure_test

import data.waylint.rules.github.hook_url_insecure as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"repos": [
			{
				"repo": "http://github.com/pre-commit/pre-commit-hooks",
				"rev": "v6.0.0",
				"hooks": [{"id": "end-of-file-fixer"}],
			},
		],
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"repos": [
			{
				"repo": "https://github.com/pre-commit/pre-commit-hooks",
				"rev": "v6.0.0",
				"hooks": [{"id": "end-of-file-fixer"}],
			},
		],
	}
}
