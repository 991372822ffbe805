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

deny contains object.union({"at": run.at, "message": "nothing stops this script when a command fails", "fix": fix}, weight(run.node)) if {
	some run in dockerfile.runs
	some document in run.node.heredocs
	regex.match(`^\s*(<<|(/usr)?(/bin/)?(ba|da|a|z|k)?sh\s*<<)`, run.node.text)
	shell(document)
	not run.node.unparsed
	not stops(run.node, document)
	own := [last |
		some index, command in run.node.commands
		command.operator in {";", null}
		command.via != "substitution"
		last := end_of(run.node, index)
		may_fail(last)
	]
	count(own) > min_commands(run.node)
	some index, command in own
	index < count(own) - 1
	not slight(command)
	not missed(command, array.slice(own, index + 1, count(own)))
	not ends_branch(document, command)
	# What fails today without anybody knowing would then stop the build.
	fix := {
		"title": "begin it with set -e",
		"safe": false,
		"edits": [{"op": "add", "at": array.concat(run.at, ["commands", 0]), "value": "set -e"}],
	}
}

# The last of a pipe decides for all of it.
end_of(run, index) := members[count(members) - 1] if {
	members := array.concat([run.commands[index]], [other |
		some at, other in run.commands
		at > index
		other.operator in {"|", "|&"}
		other.pipeline == run.commands[index].pipeline
		other.via == run.commands[index].via
	])
}

may_fail(command) if not command.name in {null, ":", "[", "[[", "echo", "export", "printf", "test", "true"}

# The last command decides, and it may well fail because one before it has.
weight(run) := {"level": "note"} if may_notice(run) else := {}

may_notice(run) if {
	own := [command | some command in run.commands; command.via != "substitution"]
	not ends_well(own[count(own) - 1])
}

ends_well(command) if not may_fail(command)

ends_well(command) if command.name in {"ccache", "df", "du", "ls", "mkdir", "sccache", "set", "touch"}

ends_well(command) if {
	command.name == "rm"
	some word in command.words
	regex.match(`^-[a-zA-Z]*f|^--force$`, word)
}

ends_well(command) if {
	dockerfile.managers[command.name]
	some word in command.words
	word == "clean"
}

# What makes folders, files, links and accounts, and what only tidies up.
slight(command) if {
	command.name in {
		"addgroup", "adduser", "cat", "cd", "chgrp", "chmod", "chown", "deluser", "grep", "groupadd", "groupdel", "groupmod", "ln", "mkdir",
		"rm", "set", "tee", "touch", "useradd", "userdel", "usermod", "which",
	}
}

slight(command) if {
	dockerfile.managers[command.name]
	some word in command.arguments
	word in {"autoclean", "autoremove", "clean"}
}

# Without lists nothing can be installed.
missed(command, later) if {
	dockerfile.updates_lists(command)
	some other in later
	dockerfile.managers[other.name] == dockerfile.managers[command.name]
	dockerfile.changes_packages(other)
}

# The last of a branch of a script that is all one condition.
ends_branch(document, command) if {
	regex.match(`^\s*if\s`, document.content)
	regex.match(`\n\s*fi\s*$`, document.content)
	count(regex.find_n(`(^|\n)\s*fi\b`, document.content, -1)) == 1
	regex.match(sprintf(`\n\s*%s[^\n]*\n\s*(else|elif|fi)\b`, [concat(" ", [quoted | some word in command.words; quoted := regex.replace(word, `[.+*?()\[\]{}|^$\\]`, `\$0`)])]), document.content)
}

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
