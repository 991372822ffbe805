# METADATA
# title: Shell does not exist on the runner
# description: >-
#   A step with a shell that GitHub does not know, or that the system lacks, fails before its script starts.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
# custom:
#   kinds: [github/workflow, github/action]
#   level: error
#   help: Name `bash`, `sh`, `pwsh` or `python`, or a command with `{0}` for the script.
#   equivalents:
#     actionlint: [shell-name]
package waylint.rules.github.unknown_shell

import data.waylint.lib.github

deny contains {"at": shell.at, "message": message} if {
	some shell in shells
	not contains(shell.name, "{0}")
	not contains(shell.name, "${{")
	not lower(shell.name) in {"bash", "pwsh", "python", "sh", "cmd", "powershell"}
	message := sprintf("there is no shell %q", [shell.name])
}

deny contains {"at": shell.at, "message": message} if {
	some shell in shells
	shell.name in {"cmd", "powershell"}
	not shell.conditional
	runner := input.jobs[shell.at[1]]["runs-on"]
	regex.match(`^(ubuntu|macos)-`, runner)
	message := sprintf("%s has no shell %q", [runner, shell.name])
}

deny contains {"at": shell.at, "message": message} if {
	some shell in shells
	shell.name == "sh"
	not shell.conditional
	runner := input.jobs[shell.at[1]]["runs-on"]
	startswith(runner, "windows-")
	message := sprintf("%s has no shell %q", [runner, shell.name])
}

# A step with a condition may know which system it is on.
shells contains {"at": array.concat(step.at, ["shell"]), "name": step.node.shell, "conditional": conditional} if {
	some step in github.steps
	is_string(step.node.shell)
	conditional := "if" in object.keys(step.node)
}

shells contains {"at": array.concat(job.at, ["defaults", "run", "shell"]), "name": name, "conditional": false} if {
	some job in github.jobs
	name := job.node.defaults.run.shell
	is_string(name)
}
