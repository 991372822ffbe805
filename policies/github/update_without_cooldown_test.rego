package waylint.rules.github.update_without_cooldown_test

import data.waylint.rules.github.update_without_cooldown as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"version": 2,
		"updates": [{"package-ecosystem": "gomod", "directory": "/", "schedule": {"interval": "weekly"}}],
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"version": 2,
		"updates": [
			{
				"package-ecosystem": "gomod",
				"directory": "/",
				"schedule": {"interval": "weekly"},
				"cooldown": {"default-days": 7},
			},
		],
	}
}

test_short if {
	count(rule.deny) == 1 with input as {
		"version": 2,
		"updates": [
			{
				"package-ecosystem": "gomod",
				"directory": "/",
				"schedule": {"interval": "weekly"},
				"cooldown": {"default-days": 3},
			},
		],
	}
}
