package waylint.rules.dockerfile.undeclared_base_argument_test

import data.waylint.rules.dockerfile.undeclared_base_argument as rule

base(undefined, unresolved) := {"stages": [{"base": {"undefined": undefined, "unresolved": unresolved}}]}

test_undeclared if count(rule.deny) == 1 with input as base(["TAG"], ["TAG"])

test_default if count(rule.deny) == 0 with input as base(["TAG"], [])

test_declared if count(rule.deny) == 0 with input as {"stages": [{"base": {"variables": ["TAG"]}}]}
