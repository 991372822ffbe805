package waylint.rules.dockerfile.label_value_unfit_test

import data.waylint.rules.dockerfile.label_value_unfit as rule

file(value) := {"stages": [{"index": 0, "final": true, "base": {"stage": null}, "instructions": [{
	"instruction": "LABEL",
	"pairs": [{"name": "team", "value": value}],
}]}]}

facts(form) := {"required-labels": {"image": {"team": form}}}

test_unfit if count(rule.deny) == 1 with input as file("shop") with data.platform as facts("^team-")

test_unfit_form if count(rule.deny) == 1 with input as file("shop") with data.platform as facts({"pattern": "^team-"})

test_variable if count(rule.deny) == 0 with input as file("$TEAM") with data.platform as facts("^team-")

test_fits if count(rule.deny) == 0 with input as file("team-shop") with data.platform as facts("^team-")
