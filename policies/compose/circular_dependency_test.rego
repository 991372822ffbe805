package waylint.rules.compose.circular_dependency_test

import data.waylint.rules.compose.circular_dependency as rule

file(dependencies) := {"services": {name: {"depends_on": list} | some name, list in dependencies}}

test_two if count(rule.deny) == 2 with input as file({"a": ["b"], "b": ["a"]})

test_three if count(rule.deny) == 3 with input as file({"a": ["b"], "b": ["c"], "c": ["a"]})

test_itself if count(rule.deny) == 1 with input as file({"a": ["a"]})

test_none if count(rule.deny) == 0 with input as file({"a": ["b", "c"], "b": ["c"], "c": []})
