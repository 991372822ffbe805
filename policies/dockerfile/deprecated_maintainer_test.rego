package waylint.rules.dockerfile.deprecated_maintainer_test

import data.waylint.rules.dockerfile.deprecated_maintainer as rule

file(text) := {"stages": [{"instructions": [{"instruction": "MAINTAINER", "text": text}]}]}

test_fix if {
	some finding in rule.deny with input as file("Shop <shop@example.org>")
	finding.fix.edits[0].value == `LABEL org.opencontainers.image.authors="Shop <shop@example.org>"`
}

test_quotes if {
	some finding in rule.deny with input as file(`Shop "the" shop`)
	not finding.fix
}

test_label if count(rule.deny) == 0 with input as {"stages": [{"instructions": [{"instruction": "LABEL"}]}]}
