# METADATA
# title: Script is fetched and run without a look
# description: >-
#   Whoever can change what the address gives, or breaks into its server, runs code with the token and secrets of the
#   job.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   kinds: [github/workflow, github/action]
#   level: note
#   help: Fetch a fixed version, compare its checksum, then run it; or use an action that is pinned.
#   equivalents:
#     poutine: [unverified_script_exec]
#     scorecard: [Pinned-Dependencies]
package waylint.rules.github.download_run_unverified

import data.waylint.lib.github

deny contains {"at": shell.at, "within": [shell.node.from, shell.node.to], "message": message} if {
	some shell in github.commands
	regex.match(`^(ba|da|z|k)?sh$|^python[0-9.]*$|^node$|^ruby$|^perl$|^pwsh$`, shell.node.name)
	shell.node.operator in {"|", "|&"}
	some download in github.commands
	download.at == shell.at
	download.node.pipeline == shell.node.pipeline
	download.node.name in {"curl", "wget"}
	download.node.from < shell.node.from
	not fixed(shell.node.arguments)
	message := sprintf("%s runs what %s fetches", [shell.node.name, download.node.name])
}

deny contains {"at": shell.at, "within": [shell.node.from, shell.node.to], "message": message} if {
	some shell in github.commands
	regex.match(`^(ba|da|z|k)?sh$|^eval$|^source$|^\.$`, shell.node.name)
	some word in shell.node.words
	tool := regex.find_all_string_submatch_n(`^(?:\$\(|<\(|\x60)\s*(curl|wget)\b`, word, 1)[0][1]
	message := sprintf("%s runs what %s fetches", [shell.node.name, tool])
}

# A script of its own reads the input.
fixed(arguments) if {
	some argument in arguments
	regex.match(`\.(py|sh|js|rb|pl)$|^-?c$`, argument)
}
