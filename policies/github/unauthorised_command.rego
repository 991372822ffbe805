# METADATA
# title: Anyone may give the command
# description: >-
#   A comment that starts a job with a token that may write has to come from somebody who may do what the job does.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#issue_comment
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: Ask in `if` for `github.event.comment.author_association`, or check the rights of the author in the first step.
#   equivalents:
#     codeql: [actions/improper-access-control]
package waylint.rules.github.unauthorised_command

import data.waylint.lib.github

deny contains {"at": array.concat(job.at, ["if"]), "message": message} if {
	"issue_comment" in github.events
	some job in github.jobs
	condition := sprintf("%v %v", [object.get(job.node, "if", ""), [object.get(step.node, "if", "") | some step in github.beside(job.at)]])
	regex.match(`(contains|startsWith)\(\s*github\.event\.comment\.body|github\.event\.comment\.body\s*==`, condition)
	writes(job.node)
	runs_code(job)
	not asks_itself(job)
	not asks_in_code(job)
	text := lower(sprintf("%v %v", [job.node, [other | some name in github.needs(job.node); other := input.jobs[name]]]))
	not regex.match(`author_association|permission|user\.login|github\.actor|is_?member|membership|collaborator|allow_?list|team|github\.triggering_actor`, regex.replace(text, `"permissions"`, ""))
	message := "the job does not ask who wrote the comment"
}

# The action lets nobody give orders who may not write, unless it is told to.
asks_itself(job) if {
	some step in github.beside(job.at)
	startswith(step.node.uses, "anthropics/claude-code-action@")
	object.get(step.node, ["with", "allowed_non_write_users"], "") == ""
}

# A script of the repository takes the command, and may ask.
asks_in_code(job) if {
	some step in github.beside(job.at)
	startswith(step.node.uses, "actions/github-script@")
	regex.match(`\b(require|import)\s*\(`, step.node["with"].script)
}

# Actions that take such commands mostly ask by themselves.
runs_code(job) if {
	some step in github.beside(job.at)
	is_string(step.node.run)
}

# What only reacts to the comment does no harm.
writes(job) if {
	some scope, level in object.get(job, "permissions", object.get(input, "permissions", {"contents": "write"}))
	level == "write"
	not scope in {"issues", "pull-requests", "id-token"}
}

writes(job) if object.get(job, "permissions", object.get(input, "permissions", "")) == "write-all"
