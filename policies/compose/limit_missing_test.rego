package waylint.rules.compose.limit_missing_test

import data.waylint.rules.compose.limit_missing as rule

facts := {"resources": {"required": ["memory-limit", "cpu-limit", "cpu-request"]}}

test_none if count(rule.deny) == 2 with input as {"services": {"shop": {}}} with data.platform as facts

test_short if count(rule.deny) == 0 with input as {"services": {"shop": {"mem_limit": "1g", "cpus": 1}}} with data.platform as facts

test_long if {
	service := {"deploy": {"resources": {"limits": {"memory": "1g", "cpus": "1"}}}}
	count(rule.deny) == 0 with input as {"services": {"shop": service}} with data.platform as facts
}

test_defaults_in_the_units_of_compose if {
	defaults := {"resources": object.union(facts.resources, {"defaults": {"memory-limit": "256Mi", "cpu-limit": "500m"}})}
	denied := rule.deny with input as {"services": {"shop": {}}} with data.platform as defaults
	{finding.fix.edits[0].value | some finding in denied} == {"256M", "0.5"}
}
