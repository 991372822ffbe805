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
	finding.message == `octo/setup is named by "main", not by a commit`
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

sha := "11bd71901bbe5b1630ceea73d27597364c9af683"

found(uses, facts) := result if {
	result := rule.deny with input as {"jobs": {"build": {"steps": [{"uses": uses}]}}} with data.platform.actions as facts
}

test_immutable_release if {
	levels := {version: level |
		some version in ["v7.6.0", "v8.0.0", "10.0.1", "v8"]
		some finding in found(sprintf("astral-sh/setup-uv@%s", [version]), {})
		level := object.get(finding, "level", "warning")
	}
	levels == {"v7.6.0": "warning", "v8.0.0": "note", "10.0.1": "note", "v8": "warning"}
	some finding in found("astral-sh/setup-uv@v8.0.0", {"pin": {"astral-sh/*": "commit"}})
	not finding.level
}

test_commit_of_platform if {
	some finding in found("acme/scan/code@v2", {"commits": {"acme/scan@v2": sha}})
	finding.fix.safe
	finding.fix.edits == [{"op": "replace", "at": ["jobs", "build", "steps", 0, "uses"], "value": concat("@", ["acme/scan/code", sha]), "comment": "v2"}]
}

test_other_version if {
	some finding in found("acme/scan@v1", {"commits": {"acme/scan@v2": sha}})
	not finding.fix
}

test_wanted if {
	facts := {"pin": {"acme/*": "tag", "acme/scan": "commit", "actions/*": "commit"}}
	count(found("acme/build@v2", facts)) == 0
	count(found("acme/build@main", facts)) == 1
	count(found("acme/scan@v2", facts)) == 1
	count(found("actions/checkout@v5", facts)) == 1
}
