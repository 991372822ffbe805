package waylint.rules.compose.unsorted_list_test

import data.waylint.rules.compose.unsorted_list as rule

file(service) := {"services": {"shop": service}}

option := {"compose/unsorted-list": {"lists": ["depends_on", "ports"]}}

test_unsorted if {
	some finding in rule.deny with input as file({"depends_on": ["b", "a"]}) with data.waylint.options as option
	finding.fix.edits[0].value == "a"
}

test_numbers if {
	count(rule.deny) == 1 with input as file({"ports": ["8161:80", "127.0.0.1:443:443"]}) with data.waylint.options as option
	count(rule.deny) == 0 with input as file({"ports": ["443:443", "8161:80", 61616]}) with data.waylint.options as option
}

test_sorted if count(rule.deny) == 0 with input as file({"depends_on": ["a", "b"], "ports": ["80:80"]}) with data.waylint.options as option

test_not_asked_for if count(rule.deny) == 0 with input as file({"depends_on": ["b", "a"]})
