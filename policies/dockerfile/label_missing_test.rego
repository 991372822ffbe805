package waylint.rules.dockerfile.label_missing_test

import data.waylint.rules.dockerfile.label_missing as rule

file(pairs) := {"stages": [{"index": 0, "final": true, "base": {"stage": null}, "instructions": [{"instruction": "LABEL", "pairs": pairs}]}]}

facts := {"required-labels": {"image": {"team": ""}}}

test_missing if count(rule.deny) == 1 with input as file([]) with data.platform as facts

test_empty if count(rule.deny) == 1 with input as file([{"name": "team", "value": ""}]) with data.platform as facts

test_there if count(rule.deny) == 0 with input as file([{"name": "team", "value": "shop"}]) with data.platform as facts
