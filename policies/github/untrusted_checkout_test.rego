package waylint.rules.github.untrusted_checkout_test

import data.waylint.rules.github.untrusted_checkout as rule

checkout(ref) := {"uses": "actions/checkout@v4", "with": {"ref": ref}}

head := "${{ github.event.pull_request.head.sha }}"

workflow(event, job) := {"on": event, "jobs": {"build": job}}

job(steps) := {"steps": steps}

build := {"run": "make"}

test_place if {
	some finding in rule.deny with input as workflow("pull_request_target", job([checkout(head), build]))
	finding.at == ["jobs", "build", "steps", 0, "with", "ref"]
}

test_own_event if count(rule.deny) == 0 with input as workflow("pull_request", job([checkout(head), build]))

test_nothing_runs if count(rule.deny) == 0 with input as workflow("pull_request_target", job([build, checkout(head)]))

test_local_action_runs if {
	count(rule.deny) == 1 with input as workflow(["pull_request_target"], job([checkout(head), {"uses": "./prepare"}]))
}

test_main_branch if count(rule.deny) == 0 with input as workflow("pull_request_target", job([checkout("main"), build]))

test_environment if {
	guarded := object.union(job([checkout(head), build]), {"environment": "review"})
	count(rule.deny) == 0 with input as workflow("pull_request_target", guarded)
}

test_label if {
	guarded := object.union(job([checkout(head), build]), {"if": "contains(github.event.pull_request.labels.*.name, 'safe')"})
	count(rule.deny) == 0 with input as workflow("pull_request_target", guarded)
}

test_workflow_run if {
	steps := [checkout("${{ github.event.workflow_run.head_sha }}"), build]
	count(rule.deny) == 1 with input as workflow({"workflow_run": {"workflows": ["ci"]}}, job(steps))
	count(rule.deny) == 0 with input as workflow({"workflow_run": {"workflows": ["ci"], "branches": ["main"]}}, job(steps))
}

apart := {"uses": "actions/checkout@v4", "with": {"ref": head, "path": "pr"}}

test_folder_of_its_own if count(rule.deny) == 0 with input as workflow("pull_request_target", job([apart, build]))

test_step_in_the_folder if {
	every step in [{"run": "cd pr && make"}, {"run": "make", "working-directory": "./pr/src"}, {"uses": "./pr/action"}] {
		count(rule.deny) == 1 with input as workflow("pull_request_target", job([apart, step]))
	}
}

test_group_in_parallel if {
	some finding in rule.deny with input as workflow("pull_request_target", job([{"parallel": [{"run": "date"}, checkout(head)]}, build]))
	finding.at == ["jobs", "build", "steps", 0, "parallel", 1, "with", "ref"]
	count(rule.deny) == 0 with input as workflow("pull_request_target", job([{"parallel": [checkout(head), build]}]))
}

test_author if {
	guarded := object.union(job([checkout(head), build]), {"if": "github.event.pull_request.user.login == 'dependabot[bot]'"})
	count(rule.deny) == 0 with input as workflow("pull_request_target", guarded)
}

test_decided_by_another_job if {
	count(rule.deny) == 0 with input as checked({})
	count(rule.deny) == 1 with input as checked({"if": "always()"})
	count(rule.deny) == 0 with input as checked({"if": "always() && needs.check.outputs.trusted == 'true'"})
}

checked(more) := {"on": "pull_request_target", "jobs": {
	"check": {"if": "github.event.pull_request.head.repo.fork == false", "steps": [build]},
	"build": object.union(object.union(job([checkout(head), build]), {"needs": "check"}), more),
}}

test_read_only if {
	every script in ["git log -1", "curl -o f https://example.org && sed -n 1p f", "yq -i '.a = 1' settings.yaml"] {
		count(rule.deny) == 0 with input as workflow("pull_request_target", job([checkout(head), {"run": script}]))
	}
}

test_run if {
	every script in ["./build", "npm ci\nnpm test", "set -e; bash scripts/release.sh", "docker build .", "uv run check"] {
		count(rule.deny) == 1 with input as workflow("pull_request_target", job([checkout(head), {"run": script}]))
	}
}

test_once_for_a_checkout if {
	both := {"uses": "actions/checkout@v4", "with": {"ref": head, "repository": "${{ github.event.pull_request.head.repo.full_name }}"}}
	count(rule.deny) == 1 with input as workflow("pull_request_target", job([both, build]))
}

test_dot_of_another_program if {
	count(rule.deny) == 0 with input as workflow("pull_request_target", job([checkout(head), {"run": "yq -i '. | .a = 1' settings.yaml"}]))
	count(rule.deny) == 1 with input as workflow("pull_request_target", job([checkout(head), {"run": ". scripts/env.sh"}]))
}

test_replaced_by_a_second_checkout if {
	own := {"uses": "actions/checkout@v4"}
	count(rule.deny) == 0 with input as workflow("pull_request_target", job([checkout(head), own, build]))
	count(rule.deny) == 1 with input as workflow("pull_request_target", job([checkout(head), build, own]))
	count(rule.deny) == 1 with input as workflow("pull_request_target", job([checkout(head), object.union(own, {"with": {"path": "base"}}), build]))
}
