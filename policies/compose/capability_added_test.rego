package waylint.rules.compose.capability_added_test

import data.waylint.rules.compose.capability_added as rule

file(capability) := {"services": {"shop": {"cap_add": [capability]}}}

test_all if count(rule.deny) == 1 with input as file("ALL")

test_prefix if count(rule.deny) == 1 with input as file("cap_sys_admin")

test_other if count(rule.deny) == 0 with input as file("NET_ADMIN")
