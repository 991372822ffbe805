package waylint.rules.dockerfile.undeclared_label_test

import data.waylint.rules.dockerfile.undeclared_label as rule

file(name) := {"stages": [{"index": 0, "final": true, "base": {"stage": null}, "instructions": [{
	"instruction": "LABEL",
	"pairs": [{"name": name, "value": "x"}],
}]}]}

facts := {"required-labels": {"image": {"team": ""}}}

strict(is) := {"dockerfile/undeclared-label": {"strict": is}}

test_other if count(rule.deny) == 1 with input as file("taem") with data.platform as facts with data.waylint.options as strict(true)

test_declared if count(rule.deny) == 0 with input as file("team") with data.platform as facts with data.waylint.options as strict(true)

test_lenient if count(rule.deny) == 0 with input as file("taem") with data.platform as facts
