# METADATA
# title: Credential is written into the Dockerfile
# description: Everyone who can read the repository or the history of the image can use it, until it is revoked.
# related_resources:
# - ref: https://docs.docker.com/build/building/secrets/
# custom:
#   kinds: [dockerfile]
#   level: error
#   help: Revoke it, and give the new one with `RUN --mount=type=secret`.
#   equivalents:
#     dockle: [CIS-DI-0010]
#     kics: [dockerfile/Secrets Stored In Dockerfile, "common/Passwords And Secrets - Generic Password"]
package waylint.rules.dockerfile.credential_in_instruction

import data.waylint.lib.dockerfile

deny contains {"at": instruction.at, "message": message} if {
	some instruction in array.concat(dockerfile.instructions, globals)
	# What variables hold is judged with them.
	not instruction.node.instruction in {"ENV", "ARG"}
	some text in texts(instruction.node)
	some name, pattern in credentials
	some found in regex.find_n(pattern, text, -1)
	not regex.match(`(?i)example|xxxx|0000`, found)
	message := sprintf("the instruction holds a %s", [name])
}

globals := [{"at": ["arguments", index], "node": node} | some index, node in input.arguments]

texts(instruction) := array.concat([instruction.text], [document.content | some document in instruction.heredocs])

credentials := {
	"access key of AWS": `\bAKIA[0-9A-Z]{16}\b`,
	"token of GitHub": `\bgh[pousr]_[0-9A-Za-z]{36}\b|\bgithub_pat_[0-9A-Za-z_]{30,}`,
	"token of GitLab": `\bglpat-[0-9A-Za-z_-]{20}`,
	"token of Slack": `\bxox[abprs]-[0-9]{6,}-[0-9A-Za-z-]+`,
	"token of npm": `\bnpm_[0-9A-Za-z]{36}\b`,
	"key of Google": `\bAIza[0-9A-Za-z_-]{35}\b`,
	"private key": `-----BEGIN [A-Z ]*PRIVATE KEY`,
}
