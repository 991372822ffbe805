# METADATA
# title: Code of strangers runs with the rights of the repository
# description: >-
#   These events give the workflow a token that may write, and secrets, because they run what is in the main branch. Checking
#   out a pull request instead and running steps in it hands both to whoever opened it.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#mitigating-the-risks-of-untrusted-code-checkout
# custom:
#   kinds: [github/workflow]
#   level: error
#   help: Build pull requests on `pull_request`, without secrets; or let an environment with reviewers guard the job.
#   equivalents:
#     codeql: [actions/untrusted-checkout/critical, actions/untrusted-checkout/high]
#     octoscan: [dangerous-checkout]
#     poutine: [untrusted_checkout_exec]
#     scorecard: [Dangerous-Workflow]
#     semgrep:
#     - yaml.github-actions.security.pull-request-target-code-checkout.pull-request-target-code-checkout
#     - yaml.github-actions.security.workflow-run-target-code-checkout.workflow-run-target-code-checkout
#     zizmor: [dangerous-triggers]
package waylint.rules.github.untrusted_checkout

import data.waylint.lib.github

deny contains {"at": array.concat(step.at, ["with", field]), "message": message} if {
	some event in github.events & {"pull_request_target", "workflow_run", "issue_comment"}
	some job in github.jobs
	not job.node.environment
	some step in github.beside(job.at)
	field := [name | some name in ["ref", "repository"]; strange(event, step.node["with"][name])][0]
	startswith(step.node.uses, "actions/checkout@")
	not guarded(event, github.conditions(step.at))
	some next in github.steps
	github.runs_before(step.at, next.at)
	not replaced(event, github.beside(job.at), step, next)
	runs_code(next.node, folder(step))
	message := sprintf("%s checks out what a stranger wrote, and later steps run it", [event])
}

# Another checkout into the same folder puts code of the repository in its place.
replaced(event, steps, step, next) if {
	some own in steps
	startswith(own.node.uses, "actions/checkout@")
	folder(own) == folder(step)
	every name in ["ref", "repository"] { not strange(event, object.get(own.node, ["with", name], "")) }
	github.runs_before(step.at, own.at)
	github.runs_before(own.at, next.at)
}

folder(step) := trim_suffix(trim_prefix(object.get(step.node, ["with", "path"], "."), "./"), "/")

strange("pull_request_target", value) if {
	regex.match(`(?i)github\.head_ref|github\.event\.pull_request\.(head\.|merge_commit_sha)|refs/pull/`, value)
}

strange("workflow_run", value) if {
	regex.match(`(?i)github\.event\.workflow_run\.(head_|pull_requests)`, value)
}

strange("issue_comment", value) if regex.match(`(?i)refs/pull/`, value)

# What lies in a folder of its own runs only where a step goes there.
runs_code(step, path) if {
	path in {".", ""}
	regex.match(runners, step.run)
}

runs_code(step, path) if {
	path in {".", ""}
	startswith(step.uses, "./")
}

runs_code(step, path) if {
	not path in {".", ""}
	some text in [object.get(step, "working-directory", ""), object.get(step, "uses", "")]
	startswith(trim_prefix(text, "./"), path)
}

runs_code(step, path) if regex.match(sprintf(`(^|\s)(cd|pushd|make -C|npm --prefix|bash|sh|python3?|node)\s+(\./)?%s(/|\s|$)`, [path]), step.run)

# Who asks where the code comes from, who wrote it or who let it pass, here or in a job before, has thought about it.
guarded(_, conditions) if {
	some condition in conditions
	regex.match(`(?i)head\.repo|head_repository|author_association|user\.login *==|labels?\b|event_name|workflow_run\.event|\.fork\b|needs\.[A-Za-z0-9_-]+\.outputs\.`, condition)
}

guarded("workflow_run", _) if input.on.workflow_run.branches

# Programs that run what lies in a folder: its scripts, its build, its dependencies' hooks. Many only read it.
runners := `(?m)(^|[\s;&|("'])(\./\S+|\.\s+[\w./~"$-][^\s|]*|source|(ba|da|z)?sh\s+[^-\s]\S*|ant|bazel(isk)?|bundle|bun|cargo|cmake|composer|dagger|deno|docker(\s+compose|\s+buildx)?\s+(build|bake|up|run)|docker-compose|dotnet|earthly|flit|go\s+(build|generate|install|run|test|vet)|gradle|hatch|helm|jekyll|just|lerna|make|mage|meson|mix|mkdocs|mvnw?|nix(-\S+)?|node|nox|npm|npx|nx|php|pip3?\s+install|pnpm|poetry|pre-commit|pulumi|python3?|pytest|rake|ruby|sbt|swift|task|terraform|tox|turbo|uv|uvx|yarn)(\s|$)`
