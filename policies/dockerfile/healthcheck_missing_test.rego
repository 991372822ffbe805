package waylint.rules.dockerfile.healthcheck_missing_test

import data.waylint.rules.dockerfile.healthcheck_missing as rule

file(instructions) := {"stages": [{"index": 0, "final": true, "base": {"stage": null}, "instructions": instructions}]}

required := {"dockerfile/healthcheck-missing": {"required": true}}

test_missing if count(rule.deny) == 1 with input as file([]) with data.waylint.options as required

test_there if count(rule.deny) == 0 with input as file([{"instruction": "HEALTHCHECK"}]) with data.waylint.options as required

test_not_asked_for if count(rule.deny) == 0 with input as file([])
