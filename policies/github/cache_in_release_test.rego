package waylint.rules.github.cache_in_release_test

import data.waylint.rules.github.cache_in_release as rule

test_fault if {
	count(rule.deny) > 0 with input as {
		"on": {"push": {"tags": ["v*"]}},
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{"uses": "actions/setup-go@v6", "with": {"go-version": "1.25"}},
					{"run": "make release"},
				],
			},
		},
	}
}

test_mended if {
	count(rule.deny) == 0 with input as {
		"on": {"push": {"tags": ["v*"]}},
		"jobs": {
			"build": {
				"runs-on": "ubuntu-24.04",
				"steps": [
					{"uses": "actions/setup-go@v6", "with": {"go-version": "1.25", "cache": false}},
					{"run": "make release"},
				],
			},
		},
	}
}

edits(step) := result if {
	result := [edit | some finding in rule.deny; some edit in finding.fix.edits] with input as {"on": "release", "jobs": {"build": {"steps": [step]}}}
}

test_fix if {
	at := ["jobs", "build", "steps", 0, "with"]
	edits({"uses": "actions/setup-go@v6"}) == [{"op": "add", "at": array.concat(at, ["cache"]), "value": false}]
	edits({"uses": "actions/setup-python@v6", "with": {"cache": "pip"}}) == [{"op": "remove", "at": array.concat(at, ["cache"])}]
}

test_of_its_own_accord if {
	count(edits({"uses": "actions/setup-node@v6"})) == 1
	count(edits({"uses": "actions/setup-node@v4"})) == 0
}

test_asked_otherwise if {
	count(edits({"uses": "pyo3/maturin-action@v1", "with": {"sccache": "true"}})) == 1
	count(edits({"uses": "pyo3/maturin-action@v1"})) == 0
	count(edits({"uses": "gradle/actions/setup-gradle@v6"})) == 1
	count(edits({"uses": "gradle/actions/setup-gradle@v6", "with": {"cache-disabled": true}})) == 0
	count(edits({"uses": "mlugg/setup-zig@v2", "with": {"use-cache": false}})) == 0
}
