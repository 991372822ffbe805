# METADATA
# title: Script goes on after a failure
# description: A shell goes on after a command that failed, and only the last one decides whether the step did.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#here-documents
# custom:
#   kinds: [dockerfile/instruction]
#   level: warning
#   help: Begin the script with `set -e`.
#   fix: unsafe
package waylint.rules.dockerfile.script_goes_on_after_failure

import data.waylint.lib.dockerfile

deny contains {"at": run.at, "message": "nothing stops this script when a command fails", "fix": fix} if {
	some run in dockerfile.runs
	some document in run.node.heredocs
	regex.match(`^\s*(<<|(/usr)?(/bin/)?(ba|da|a|z|k)?sh\s*<<)`, run.node.text)
	shell(document)
	not run.node.unparsed
	not stops(run.node, document)
	own := [command | some command in run.node.commands; command.operator in {";", null}; command.via != "substitution"; may_fail(command)]
	count(own) > min_commands(run.node)
	# What fails today without anybody knowing would then stop the build.
	fix := {
		"title": "begin it with set -e",
		"safe": false,
		"edits": [{"op": "add", "at": array.concat(run.at, ["commands", 0]), "value": "set -e"}],
	}
}

may_fail(command) if not command.name in {null, ":", "[", "[[", "echo", "export", "printf", "test", "true"}

min_commands(run) := 2 if run.commands[0].name in {"sh", "bash", "ash", "dash", "zsh", "ksh"}

min_commands(run) := 1 if not run.commands[0].name in {"sh", "bash", "ash", "dash", "zsh", "ksh"}

shell(document) if document.interpreter == null

shell(document) if regex.match(`\b(ba|da|a|z|k)?sh\b`, document.interpreter)

stops(run, _) if {
	some word in run.shell
	regex.match(`^-[a-z]*e[a-z]*$|errexit`, word)
}

stops(_, document) if regex.match(`\s-[a-z]*e`, document.interpreter)

stops(_, document) if regex.match(`(^|\n|;|&&)\s*set\s+([^\n;]*\s)?(-[a-z]*e|-o\s+errexit)`, document.content)

# Each command but the last says itself what follows from its failure.
stops(run, _) if {
	every command in run.commands { command.operator in {"&&", "||", "|", "|&", null} }
}

stops(run, _) if {
	some command in run.commands
	command.name in {"sh", "bash", "ash", "dash", "zsh", "ksh"}
	some flag in command.flags
	regex.match(`^-[a-z]*e`, flag)
}
