package waylint.rules.dockerfile.duplicate_stage_test

import data.waylint.rules.dockerfile.duplicate_stage as rule

file(names) := {"stages": [{"name": name} | some name in names]}

test_twice if count(rule.deny) == 1 with input as file(["build", "test", "build"])

test_letter_case if count(rule.deny) == 1 with input as file(["build", "Build"])

test_once if count(rule.deny) == 0 with input as file(["build", "test", null, null])
