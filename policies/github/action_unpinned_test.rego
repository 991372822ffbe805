package waylint.rules.github.action_unpinned_test

import data.waylint.rules.github.action_unpinned as rule

workflow(uses) := {"jobs": {"test": {"steps": [{"uses": uses}]}}}

options := {"github/action-unpinned": {"trusted": ["actions", "acme/tool"]}}

commit := "8f4b7f84864484a7bf31766abe9204da3cbe65b3"

findings(uses) := found if {
	found := count(rule.deny) with input as workflow(uses) with data.waylint.options as options
}

test_tag if findings("octo/setup@v2") == 1

test_place if {
	some finding in rule.deny with input as workflow("octo/setup@main") with data.waylint.options as options
	finding.at == ["jobs", "test", "steps", 0, "uses"]
	finding.message == `octo/setup is pinned to "main", which can be moved`
}

test_short_commit if findings("octo/setup@8f4b7f8") == 1

test_commit if findings(sprintf("octo/setup@%s", [commit])) == 0

test_trusted_owner if findings("actions/checkout@v4") == 0

test_owner_with_a_longer_name if findings("actions-of-others/checkout@v4") == 1

test_trusted_repository if {
	findings("acme/tool/sub@v1") == 0
	findings("acme/other@v1") == 1
}

test_local if findings("./.github/actions/prepare") == 0

test_image if findings("docker://alpine@sha256:0123") == 0

test_reusable_workflow if {
	job := {"jobs": {"scan": {"uses": "octo/pipelines/.github/workflows/scan.yml@v1"}}}
	some finding in rule.deny with input as job with data.waylint.options as options
	finding.at == ["jobs", "scan", "uses"]
}
