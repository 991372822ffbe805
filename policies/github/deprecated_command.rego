# METADATA
# title: Script uses a workflow command that was taken back
# description: >-
#   Whatever a step prints could give these commands, so GitHub has switched two of them off and warns about the others. Files
#   have taken their place.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#environment-files
# custom:
#   kinds: [github/workflow, github/action]
#   level: warning
#   help: Write to the file that `$GITHUB_OUTPUT`, `$GITHUB_STATE`, `$GITHUB_ENV` or `$GITHUB_PATH` names.
#   fix: safe
#   equivalents:
#     actionlint: [deprecated-commands]
package waylint.rules.github.deprecated_command

import data.waylint.lib.github

deny contains object.union({"at": script.at, "text": command, "message": message}, mended(script, command)) if {
	some script in github.scripts
	some found in regex.find_all_string_submatch_n(`(?m)^[^#\n]*(::(set-output|save-state|set-env|add-path))( |::)`, script.text, -1)
	command := found[1]
	message := sprintf("%s is replaced by %s", [command, files[command]])
}

# A line that does nothing else is rewritten. What a command prints may have several lines, which a file takes otherwise.
mended(script, command) := {"fix": fix} if {
	github.is_posix(script.at)
	pattern := sprintf(`(?m)^[ \t]*(echo\s+(["']?)%s(?: name=([A-Za-z0-9_-]+))?::([^"'\n]*)(["']?))[ \t]*$`, [command])
	lines := regex.find_all_string_submatch_n(pattern, script.text, -1)
	count(lines) > 0
	every line in lines { line[2] == line[5] }
	values := [line[4] | some line in lines]
	edits := [{"op": "replace", "at": script.at, "text": line[1], "value": written(line, command)} | some line in lines]
	certain := {value | some value in values; not regex.match("[`%]|\\$\\(|^$", value)}
	fix := {"title": sprintf("Write to %s", [files[command]]), "safe": count(certain) == count({value | some value in values}), "edits": edits}
} else := {}

written(line, "::add-path") := sprintf(`echo %s%s%s >> "%s"`, [mark(line), line[4], mark(line), files["::add-path"]])

written(line, command) := sprintf(`echo %s%s=%s%s >> "%s"`, [mark(line), line[3], line[4], mark(line), files[command]]) if {
	command != "::add-path"
	line[3] != ""
}

mark(line) := [sign | some sign in [line[2], `"`]; sign != ""][0]

files := {
	"::set-output": "$GITHUB_OUTPUT",
	"::save-state": "$GITHUB_STATE",
	"::set-env": "$GITHUB_ENV",
	"::add-path": "$GITHUB_PATH",
}
