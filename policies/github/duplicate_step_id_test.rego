package waylint.rules.github.duplicate_step_id_test

import data.waylint.rules.github.duplicate_step_id as rule

workflow(jobs) := {"jobs": {name: {"steps": [{"id": id} | some id in ids]} | some name, ids in jobs}}

test_places if {
	some finding in rule.deny with input as workflow({"test": ["a", "b", "A"]})
	finding.at == ["jobs", "test", "steps", 2, "id"]
	finding.related == [{"at": ["jobs", "test", "steps", 0, "id"], "message": "it was first given here"}]
}

test_each_once if count(rule.deny) == 2 with input as workflow({"test": ["a", "a", "a"]})

test_different if count(rule.deny) == 0 with input as workflow({"test": ["a", "b"]})

test_different_jobs if count(rule.deny) == 0 with input as workflow({"test": ["a"], "lint": ["a"]})

test_group_in_parallel if {
	some finding in rule.deny with input as {"jobs": {"test": {"steps": [{"id": "a"}, {"parallel": [{"id": "b"}, {"id": "a"}]}]}}}
	finding.at == ["jobs", "test", "steps", 1, "parallel", 1, "id"]
	finding.related[0].at == ["jobs", "test", "steps", 0, "id"]
}
