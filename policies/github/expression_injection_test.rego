package waylint.rules.github.expression_injection_test

import data.waylint.rules.github.expression_injection as rule

workflow(event, step) := {"on": event, "jobs": {"test": {"steps": [step]}}}

findings(event, script) := found if {
	found := count(rule.deny) with input as workflow(event, {"run": script})
}

test_title if {
	some finding in rule.deny with input as workflow("issues", {"run": "echo ${{ github.event.issue.title }}"})
	finding.at == ["jobs", "test", "steps", 0, "run"]
	finding.within == [9, 33]
	finding.message == "github.event.issue.title goes into the script as code"
}

test_contexts if {
	every context in ["github.event.head_commit.message", "github.event.commits[0].message", "github.event.commits.*.author.name"] {
		findings("push", sprintf("echo ${{ %s }}", [context])) == 1
	}
	findings("issue_comment", "echo ${{ github.event.comment.body }}") == 1
	findings("discussion", "echo ${{ github.event.discussion.body }}") == 1
}

test_event_that_never_comes if {
	findings("repository_dispatch", "echo ${{ toJSON(github) }}") == 1
	findings(["push", "pull_request"], "echo ${{ github.event.comment.body }}") == 0
	findings("pull_request", "echo ${{ github.event.head_commit.message }}") == 0
	findings(["push", "workflow_call"], "echo ${{ github.event.comment.body }}") == 1
}

test_workflow_run if findings("workflow_run", "echo ${{ github.event.workflow_run.head_branch }}") == 1

test_workflow_run_that_never_comes if findings("push", "echo ${{ github.event.workflow_run.head_branch }}") == 0

# It becomes the word `Object`.
test_whole_object if findings("push", "echo ${{ github.event.head_commit }}") == 0

test_one_of_two_objects if findings(["issue_comment", "pull_request"], "[ ${{ github.event.issue || github.event.pull_request }} ]") == 0

test_part_of_one_of_two_objects if findings("issues", "echo ${{ toJSON(github.event.issue || github.event.release) }}") == 1

test_text_of_an_object if findings("push", "echo ${{ toJSON(github.event.head_commit) }}") == 1

test_safe_contexts if {
	every context in [
		"github.sha", "github.event.issue.number", "github.event.pull_request.head.sha", "github.ref", "inputs.name",
		"github.event.comment.body_count", "matrix.os",
	] {
		findings("pull_request", sprintf("echo ${{ %s }}", [context])) == 0
	}
}

test_inside_a_call if findings("issues", "echo ${{ toJSON(github.event.issue.title) }}") == 1

test_fallback if findings("pull_request", "echo ${{ github.head_ref || github.ref_name }}") == 1

test_asked_for_a_part if findings("issues", "echo ${{ contains(github.event.issue.title, 'bug') }}") == 0

test_compared if findings("pull_request", "echo ${{ github.head_ref == 'main' }}") == 0

test_condition if findings("issues", "echo ${{ github.event.comment.body && 'yes' || 'no' }}") == 0

test_branch_of_no_pull_request if findings("push", "echo ${{ github.head_ref }}") == 0

test_branch_of_a_pull_request if findings(["push", "pull_request"], "echo ${{ github.head_ref }}") == 1

test_environment if {
	step := {"env": {"TITLE": "${{ github.event.issue.title }}"}, "run": "echo \"$TITLE\""}
	count(rule.deny) == 0 with input as workflow("issues", step)
}

test_environment_through_an_expression if {
	step := {"env": {"TITLE": "${{ github.event.issue.title }}"}, "run": "echo '${{ env.TITLE }}'"}
	count(rule.deny) == 1 with input as workflow("issues", step)
}

test_environment_of_the_job if {
	job := {"env": {"TITLE": "${{ github.event.issue.title }}"}, "steps": [{"run": "echo '${{ env.TITLE }}'"}]}
	count(rule.deny) == 1 with input as {"on": "issues", "jobs": {"test": job}}
}

test_nearest_environment_counts if {
	step := {"env": {"TITLE": "fixed"}, "run": "echo '${{ env.TITLE }}'"}
	job := {"env": {"TITLE": "${{ github.event.issue.title }}"}, "steps": [step]}
	count(rule.deny) == 0 with input as {"on": "issues", "jobs": {"test": job}}
}

test_script_of_an_action if {
	step := {"uses": "actions/github-script@v7", "with": {"script": "const a = `${{ github.event.issue.body }}`"}}
	some finding in rule.deny with input as workflow("issues", step)
	finding.at == ["jobs", "test", "steps", 0, "with", "script"]
}

test_input_of_an_action if {
	step := {"uses": "acme/label@v1", "with": {"title": "${{ github.event.issue.title }}"}}
	count(rule.deny) == 0 with input as workflow("issues", step)
}

test_group_in_parallel if {
	step := {"run": "echo ${{ env.TITLE }}", "env": {"TITLE": "${{ github.event.issue.title }}"}}
	some finding in rule.deny with input as workflow("issues", {"parallel": [{"run": "date"}, step]})
	finding.at == ["jobs", "test", "steps", 0, "parallel", 1, "run"]
}

test_branches_of_the_trigger if {
	step := {"run": "echo ${{ github.event.workflow_run.head_branch }}"}
	count(rule.deny) == 0 with input as workflow({"workflow_run": {"workflows": ["ci"], "branches": ["main", "next"]}}, step)
	count(rule.deny) == 1 with input as workflow({"workflow_run": {"workflows": ["ci"], "branches": ["main", "release/**"]}}, step)
}

test_no_forks if {
	step := {"run": "git push origin ${{ github.head_ref }}"}
	count(rule.deny) == 0 with input as {"on": "pull_request", "jobs": {"test": {"if": "github.event.pull_request.head.repo.fork == false", "steps": [step]}}}
	count(rule.deny) == 0 with input as workflow("pull_request", object.union(step, {"if": "github.event.pull_request.head.repo.full_name == github.repository"}))
	count(rule.deny) == 1 with input as workflow("pull_request", object.union(step, {"if": "github.event.pull_request.head.repo.fork == false || always()"}))
}

test_decided_by_another_job if {
	count(rule.deny) == 0 with input as pushing("github.event.pull_request.user.login == 'dependabot[bot]'", {})
	count(rule.deny) == 1 with input as pushing("github.event.pull_request.user.login != 'somebody'", {})
	count(rule.deny) == 0 with input as pushing("true", {"if": "needs.check.outputs.trusted == 'true'"})
}

pushing(condition, more) := {"on": "pull_request_target", "jobs": {
	"check": {"if": condition, "steps": [{"run": "date"}]},
	"push": object.union({"needs": ["check"], "steps": [step]}, more),
}} if {
	step := {"run": "git push origin HEAD:${{ github.event.pull_request.head.ref }}"}
}

test_once_in_a_script if {
	step := {"run": "echo ${{ github.head_ref }}\ntest ${{ github.head_ref }} != main"}
	count(rule.deny) == 1 with input as workflow("pull_request", step)
	other := {"run": "echo ${{ github.head_ref }} ${{ github.event.pull_request.title }}"}
	count(rule.deny) == 2 with input as workflow("pull_request", other)
}

levels(event, script) := {object.get(finding, "level", "error") | some finding in found} if {
	found := rule.deny with input as workflow(event, {"run": script})
}

test_comment if {
	levels("issues", "make\n# ${{ github.event.issue.title }} is not safe here\n") == {"note"}
	levels("issues", "cat <<EOF > a\nx\nEOF\n# ${{ github.event.issue.title }}\n") == {"note"}
}

test_comment_of_several_lines if levels("issues", "make\n# ${{ github.event.issue.body }}\n") == {"error"}

test_comment_and_code if levels("issues", "# ${{ github.event.issue.title }}\necho ${{ github.event.issue.title }}\n") == {"error"}

test_heading_in_a_text if {
	levels("issues", "cat <<EOF > a.md\n# ${{ github.event.issue.title }}\nEOF\n") == {"error"}
	levels("issues", "gh issue comment --body \"\n# ${{ github.event.issue.title }}\n\"\n") == {"error"}
}
