package waylint.rules.compose.privileged_service_test

import data.waylint.rules.compose.privileged_service as rule

test_privileged if count(rule.deny) == 1 with input as {"services": {"shop": {"privileged": true}}}

test_not if count(rule.deny) == 0 with input as {"services": {"shop": {"privileged": false}, "db": {}}}
