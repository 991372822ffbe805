package waylint.rules.dockerfile.debug_mode_test

import data.waylint.rules.dockerfile.debug_mode as rule

file(name, value) := {"stages": [{"index": 0, "final": true, "base": {"stage": null}, "instructions": [{"instruction": "ENV", "pairs": [{"name": name, "value": value}]}]}]}

test_debug if count(rule.deny) == 1 with input as file("FLASK_DEBUG", "1")

test_off if count(rule.deny) == 0 with input as file("FLASK_DEBUG", "0")

test_other if count(rule.deny) == 0 with input as file("PORT", "1")
