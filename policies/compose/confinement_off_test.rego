package waylint.rules.compose.confinement_off_test

import data.waylint.rules.compose.confinement_off as rule

file(option) := {"services": {"shop": {"security_opt": [option]}}}

test_seccomp if count(rule.deny) == 1 with input as file("seccomp:unconfined")

test_label if count(rule.deny) == 1 with input as file("label=disable")

test_profile if count(rule.deny) == 0 with input as file("seccomp:./profile.json")
