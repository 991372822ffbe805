package waylint.rules.github.matrix_missing_test

import data.waylint.rules.github.matrix_missing as rule

file(job) := {"on": "push", "jobs": {"build": object.union({"runs-on": "ubuntu-24.04", "steps": [{"run": "echo ${{ matrix.a }}"}]}, job)}}

test_none if count(rule.deny) == 1 with input as file({})

test_matrix if count(rule.deny) == 0 with input as file({"strategy": {"matrix": {"a": [1, 2]}}})

test_other_key if count(rule.deny) == 0 with input as file({"strategy": {"matrix": {"b": [1, 2]}}})

test_computed if count(rule.deny) == 0 with input as file({"strategy": "${{ fromJSON(inputs.strategy) }}"})

test_once_in_a_value if count(rule.deny) == 1 with input as file({"steps": [{"run": "echo ${{ matrix.a }} ${{ matrix.b }}"}]})
