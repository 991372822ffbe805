package waylint.rules.github.permission_not_allowed_test

import data.waylint.rules.github.permission_not_allowed as rule

findings(workflow, job, most) := result if {
	result := rule.deny with input as {"permissions": workflow, "jobs": {"build": {"permissions": job}}}
		with data.platform.workflows.permissions as most
}

test_more if {
	some finding in findings({}, {"contents": "write"}, {"contents": "read"})
	finding.at == ["jobs", "build", "permissions", "contents"]
	finding.message == "contents is granted with write; the platform allows read"
	finding.fix.edits == [{"op": "replace", "at": finding.at, "value": "read"}]
}

test_as_much if count(findings({}, {"contents": "read"}, {"contents": "read"})) == 0

test_no_word_about_it if count(findings({}, {"packages": "write"}, {"contents": "read"})) == 0

test_all_scopes if {
	some finding in findings("write-all", {}, {"contents": "read", "packages": "write"})
	finding.at == ["permissions"]
	finding.message == "write-all grants more than the platform allows: contents"
}

test_all_may_be_read if count(findings("read-all", {}, {"contents": "read"})) == 0
