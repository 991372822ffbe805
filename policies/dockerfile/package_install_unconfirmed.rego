# METADATA
# title: Package manager asks and nobody answers
# description: >-
#   A build has no keyboard: a package manager that wants a confirmation gives up, today or as soon as the package has one
#   dependency more.
# related_resources:
# - ref: https://manpages.debian.org/apt-get
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: Give it `-y` (zypper wants `--non-interactive` before the command).
#   fix: safe
#   equivalents:
#     dockerfilelint: [apt-get_missing_param]
#     hadolint: [DL3014, DL3030, DL3034, DL3038]
#     kics:
#     - "dockerfile/APT-GET Missing '-y' To Avoid Manual Input"
#     - dockerfile/APT-GET Missing Flags To Avoid Manual Input
#     - dockerfile/Yum Install Allows Manual Input
#     - dockerfile/Missing Flag From Dnf Install
#     - dockerfile/Missing Zypper Non-interactive Switch
#     semgrep:
#     - dockerfile.correctness.missing-assume-yes-switch.missing-assume-yes-switch
#     - dockerfile.best-practice.missing-yum-assume-yes-switch.missing-yum-assume-yes-switch
#     - dockerfile.best-practice.missing-dnf-assume-yes-switch.missing-dnf-assume-yes-switch
#     terrascan: [AC_DOCKER_0004]
#     trivy: [DS-0021]
package waylint.rules.dockerfile.package_install_unconfirmed

import data.waylint.lib.dockerfile

deny contains {"at": at, "message": message, "fix": fix} if {
	some run in dockerfile.runs
	some index, command in run.node.commands
	dockerfile.changes_packages(command)
	not command.name == "apk"
	not confirmed(command)
	not answered(run.node.commands, command)
	not configured(input.stages[run.at[1]])
	not agrees_by_itself(command, run.at[1])
	not asks_nothing(command)
	done := dockerfile.task(command)
	message := sprintf("%s %s asks for a confirmation", [command.name, done.verb])
	at := array.concat(run.at, ["commands", index])
	fix := answer(at, command, done)
}

answer(at, command, done) := dockerfile.option_added(at, command, done.verb, "-y") if done.manager != "zypper"

answer(at, command, done) := dockerfile.option_added(at, command, command.words[0], "--non-interactive") if done.manager == "zypper"

confirmed(command) if {
	some flag in command.flags
	regex.match(agreement[dockerfile.managers[command.name]], flag)
}

confirmed(command) if {
	some word in command.words
	regex.match(`(?i)assume-?yes`, word)
}

# A variable that holds options may hold this one.
confirmed(command) if {
	some word in command.words
	regex.match(`(?i)^\$.*(opt|flag|arg)`, word)
}

# `-qq` answers as well. Nothing is asked where nothing is done.
agreement := {
	"apt": `^(-[a-zA-Z]*(y|qq)[a-zA-Z]*|-q=2|--yes|--force-yes|-[a-z]*s|--simulate|--just-print|--dry-run|--print-uris)$`,
	"dnf": `^(-[a-zA-Z]*y[a-zA-Z]*|--assumeno|--downloadonly)$`,
	"zypper": `^(-[a-zA-Z]*[ny][a-zA-Z]*|--non-interactive|--no-confirm|--dry-run|--quiet-install)$`,
}

# Something is piped into it: `yes | apt-get install …`.
answered(commands, command) if {
	command.operator == "|"
	some other in commands
	other.pipeline == command.pipeline
	other.name in {"yes", "echo", "printf"}
}

configured(stage) if {
	some instruction in stage.instructions
	regex.match(`(?i)assume-?yes|apt\.conf|(dnf|yum)\.conf`, instruction.text)
}

configured(stage) if {
	some instruction in stage.instructions
	some document in instruction.heredocs
	regex.match(`(?i)assume-?yes`, document.content)
}

# Nothing is changed but what was named.
asks_nothing(command) if dockerfile.task(command).verb == "reinstall"

# microdnf asks since release 9 of Enterprise Linux.
agrees_by_itself(command, stage) if {
	command.name == "microdnf"
	some base in graph.reachable(dockerfile.bases, {stage})
	regex.match(`(^|[/:_-])(ubi|el|ol|rhel)8($|[/:_-])|(centos|linux):(stream)?8`, input.stages[base].base.text)
}
