package waylint.rules.github.unknown_shell_test

import data.waylint.rules.github.unknown_shell as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": "push",
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [{"run": "make", "shell": "zsh"}, {"run": "dir", "shell": "cmd"}],
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
					{"run": "make", "shell": "bash"},
					{"run": "print(1)", "shell": "python"},
					{"run": "puts 1", "shell": "ruby {0}"},
				],
			},
		},
	}
}
