package waylint.rules.dockerfile.long_line_test

import data.waylint.rules.dockerfile.long_line as rule

file(longest) := {"stages": [{"instructions": [{"instruction": "RUN", "longest_line": longest}]}]}

option(longest) := {"dockerfile/long-line": {"longest": longest}}

test_long if count(rule.deny) == 1 with input as file(121) with data.waylint.options as option(120)

test_fits if count(rule.deny) == 0 with input as file(120) with data.waylint.options as option(120)

test_any if count(rule.deny) == 0 with input as file(900)
