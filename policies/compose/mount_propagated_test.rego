package waylint.rules.compose.mount_propagated_test

import data.waylint.rules.compose.mount_propagated as rule

file(volume) := {"services": {"shop": {"volumes": [volume]}}}

test_short if count(rule.deny) == 1 with input as file("/mnt:/mnt:ro,rslave")

test_long if count(rule.deny) == 1 with input as file({"type": "bind", "source": "/mnt", "target": "/mnt", "bind": {"propagation": "shared"}})

test_private if count(rule.deny) == 0 with input as file("/mnt:/mnt:ro")
