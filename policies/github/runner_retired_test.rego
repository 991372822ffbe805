package waylint.rules.github.runner_retired_test

import data.waylint.rules.github.runner_retired as rule

job(labels, matrix) := {"jobs": {"build": {"runs-on": labels, "strategy": {"matrix": matrix}}}}

test_removed if {
	some finding in rule.deny with input as job("ubuntu-20.04", {})
	finding.at == ["jobs", "build", "runs-on"]
	finding.message == "the runner image ubuntu-20.04 no longer exists"
	finding.fix.edits[0].value == "ubuntu-22.04"
}

test_in_a_list if count(rule.deny) == 1 with input as job(["macos-12"], {})

test_own_runners if count(rule.deny) == 0 with input as job(["self-hosted", "macos-12"], {})

test_in_the_matrix if {
	some finding in rule.deny with input as job("${{ matrix.os }}", {"os": ["ubuntu-24.04", "macos-13"]})
	finding.at == ["jobs", "build", "strategy", "matrix", "os", 1]
}

test_in_an_entry_of_the_matrix if {
	some finding in rule.deny with input as job("${{ matrix.os }}", {"include": [{"os": "windows-2019", "go": "1.24"}]})
	finding.at == ["jobs", "build", "strategy", "matrix", "include", 0, "os"]
}

test_part_of_a_label if count(rule.deny) == 0 with input as job("${{ matrix.os }}-large", {"os": ["macos-13"]})

test_of_another_key if count(rule.deny) == 0 with input as job("${{ matrix.os }}", {"os": ["ubuntu-24.04"], "image": ["ubuntu-20.04"]})

test_offered if count(rule.deny) == 0 with input as job("ubuntu-24.04", {})

test_switched_off if {
	every condition in [false, "${{ false }}"] {
		some finding in rule.deny with input as {"jobs": {"build": {"if": condition, "runs-on": "ubuntu-18.04", "steps": []}}}
		finding.level == "note"
	}
	some other in rule.deny with input as {"jobs": {"build": {"if": "github.ref == 'false'", "runs-on": "ubuntu-18.04", "steps": []}}}
	not other.level
}
