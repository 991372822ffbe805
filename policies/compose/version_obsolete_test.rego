package waylint.rules.compose.version_obsolete_test

import data.waylint.rules.compose.version_obsolete as rule

test_version if {
	some finding in rule.deny with input as {"version": "3.8", "services": {}}
	finding.fix.edits == [{"op": "remove", "at": ["version"]}]
}

test_none if count(rule.deny) == 0 with input as {"services": {}}
