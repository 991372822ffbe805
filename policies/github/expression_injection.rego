# METADATA
# title: Script is put together from what strangers write
# description: >-
#   An expression in a script is replaced before the script runs. Who opens an issue or names a branch chooses that text, and
#   so runs commands with the workflow's token and secrets.
# related_resources:
# - ref: https://docs.github.com/en/actions/concepts/security/script-injections
# custom:
#   kinds: [github/workflow, github/action]
#   level: error
#   help: Set an environment variable of the step to the expression, and use the variable, in quotes, in the script.
#   fix: safe
#   equivalents:
#     actionlint: [expression]
#     checkov: [CKV_GHA_2]
#     codeql: [actions/code-injection/critical]
#     kics: ["cicd/Run Block Injection", "cicd/Script Block Injection"]
#     octoscan: [expression-injection]
#     poutine: [injection]
#     scorecard: [Dangerous-Workflow]
#     semgrep:
#     - yaml.github-actions.security.run-shell-injection.run-shell-injection
#     - yaml.github-actions.security.github-script-injection.github-script-injection
#     zizmor: [template-injection]
package waylint.rules.github.expression_injection

import data.waylint.lib.github
import data.waylint.lib.github_facts

deny contains object.union(object.union({"at": reference.at, "within": reference.within, "message": message}, weight(reference, reference.path)), fixes[reference.at]) if {
	some reference in plain
	is_first(reference, plain)
	message := sprintf("%s goes into the script as code", [reference.text])
}

# Text of one line does not leave a comment of the script.
weight(reference, path) := {"level": "note"} if {
	is_text(path)
	not path[count(path) - 1] in {"body", "description", "message"}
	in_comments(object.get(input, reference.at, ""), reference.text)
} else := {}

in_comments(script, text) if {
	lines := split(script, "\n")
	using := [index | some index, line in lines; contains(line, text)]
	every index in using {
		regex.match(`^\s*#`, lines[index])
		ends_before(array.slice(lines, 0, index))
	}
}

# No quotes and no here-document are open, in which `#` begins no comment.
ends_before(lines) if {
	code := concat("\n", [line | some line in lines; not regex.match(`^\s*#`, line)])
	every quote in ["\"", "'", "`"] { count(split(code, quote)) % 2 == 1 }
	every opened in regex.find_all_string_submatch_n(`<<-?\s*\\?["']?([A-Za-z_]+)`, code, -1) {
		regex.match(sprintf(`\n\s*%s\s*(\n|$)`, [opened[1]]), code)
	}
}

# What a script asks for several times is told of once.
is_first(reference, references) if {
	every other in references { not is_earlier(other, reference) }
}

is_earlier(other, reference) if {
	other.at == reference.at
	other.text == reference.text
	other.within < reference.within
}

plain := [reference |
	some reference in in_code
	untrusted(reference.path)
	not bare_object(reference)
	not of_own_branch(reference)
]

# Where forks are ruled out, a pull request is by somebody who may push, and a bot names its branches itself. What another job has
# decided is not seen here.
of_own_branch(reference) if {
	of_pull_request(reference.path)
	some condition in github.conditions(reference.at)
	regex.match(`head\.repo\.fork *(== *false|!= *true)|! *github\.event\.pull_request\.head\.repo\.fork|head\.repo\.full_name *== *github\.repository|pull_request\.user\.login *== *'[^']*\[bot\]'|needs\.[A-Za-z0-9_-]+\.outputs\.`, condition)
	not contains(condition, "||")
}

# An object becomes the word `Object`, alone or as one of several to choose from.
bare_object(reference) if {
	not is_text(reference.path)
	some expression in github.expressions
	expression.at == reference.at
	some node in expression.node.nodes
	[node.from, node.to] == reference.within
	around := [other | some other in expression.node.nodes; other.from <= node.from; other.to >= node.to; other != node]
	every other in around { other.type == "operator" }
}

is_text(path) if {
	some known in github_facts.untrusted
	count(known) == count(path)
	every index, name in path {
		github.same(known[index], name)
	}
}

# One fix for all of a script.
fixes[at] := github.fixed_script(at, [reference.within | some reference in plain; reference.at == at]) if {
	some at in {reference.at | some reference in plain}
}

# An environment variable does not help where an expression reads it.
deny contains object.union({"at": reference.at, "within": reference.within, "message": message}, weight(reference, inner.path)) if {
	some reference in in_code
	is_first(reference, in_code)
	reference.path[0] == "env"
	place := nearest(reference)
	some inner in github.references
	inner.at == place
	inner.flows
	untrusted(inner.path)
	message := sprintf("%s is %s, and goes into the script as code", [reference.text, inner.text])
}

# Nor does an output of an earlier step that an action has made of such text.
deny contains {"at": reference.at, "within": reference.within, "message": message} if {
	some reference in in_code
	is_first(reference, in_code)
	["steps", id, "outputs", output] = reference.path
	some step in github.beside(reference.at)
	lower(step.node.id) == id
	outputs := stranger_outputs[lower(split(step.node.uses, "@")[0])]
	output in outputs
	message := sprintf("%s is what a stranger wrote, and goes into the script as code", [reference.text])
}

# Actions that hand on what they find in a change or its branch.
stranger_outputs := {
	"trilom/file-changes-action": {"files", "files_added", "files_modified"},
	"xt0rted/pull-request-comment-branch": {"head_ref"},
	"nrwl/last-successful-commit-action": {"commit_hash"},
	"jitterbit/get-changed-files": {"all", "added", "modified", "added_modified"},
}

in_code := [reference |
	some reference in github.references
	reference.flows
	reference.at in code
]

code := {script.at | some script in github.scripts | github.inline_code}

# The value of the variable that a step, its job or the workflow sets, the nearest first.
nearest(reference) := [place |
	count(reference.at) > 3
	some keys in [array.slice(reference.at, 0, 6), array.slice(reference.at, 0, 4), array.slice(reference.at, 0, 2), []]
	holder := object.get(input, keys, {})
	some name, _ in holder.env
	lower(name) == reference.path[1]
	place := array.concat(keys, ["env", name])
][0]

nearest(reference) := [place |
	reference.at[0] == "runs"
	keys := array.slice(reference.at, 0, 3)
	some name, _ in object.get(input, keys, {}).env
	lower(name) == reference.path[1]
	place := array.concat(keys, ["env", name])
][0]

untrusted(path) if {
	github.strangers_text(path)
	possible(path)
}

# Outside the events that bring them these are empty.
possible(path) if {
	not of_pull_request(path)
	not path[2] == "workflow_run"
	not of_some_events(path)
}

possible(path) if count(github.events & (brought_by[path[2]] | {"workflow_call"})) > 0

of_some_events(path) if brought_by[path[2]]

possible(_) if not input.on

possible(path) if {
	of_pull_request(path)
	some event in github.events
	regex.match(`^(pull_request.*|workflow_call)$`, event)
}

possible(path) if {
	path[2] == "workflow_run"
	count(github.events & {"workflow_run", "workflow_call"}) > 0
	not of_named_branch(path)
}

brought_by := {
	"comment": {"issue_comment", "commit_comment", "discussion_comment", "pull_request_review_comment"},
	"commits": {"push"},
	"discussion": {"discussion", "discussion_comment"},
	"head_commit": {"push", "merge_group"},
	"issue": {"issues", "issue_comment"},
	"pages": {"gollum"},
	"review": {"pull_request_review"},
}

# It is one of those that the trigger names.
of_named_branch(path) if {
	path[3] == "head_branch"
	not "workflow_call" in github.events
	is_array(input.on.workflow_run.branches)
	every branch in input.on.workflow_run.branches { regex.match(`^[A-Za-z0-9._/-]+$`, branch) }
}

of_pull_request(["github", "head_ref"])

of_pull_request(path) if path[2] == "pull_request"
