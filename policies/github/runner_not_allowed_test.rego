package waylint.rules.github.runner_not_allowed_test

import data.waylint.rules.github.runner_not_allowed as rule

test_fault if {
	count(rule.deny) > 0 with input as {"on": "push", "jobs": {"build": {"runs-on": "ubuntu-latest", "steps": [{"run": "make"}]}}} with data.platform as {"runners": {"allow": ["platform-*"], "replace": {"ubuntu-latest": "platform-small"}}}
}

test_mended if {
	count(rule.deny) == 0 with input as {"on": "push", "jobs": {"build": {"runs-on": "platform-large", "steps": [{"run": "make"}]}}} with data.platform as {"runners": {"allow": ["platform-*"], "replace": {"ubuntu-latest": "platform-small"}}}
}
