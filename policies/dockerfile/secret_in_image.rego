# METADATA
# title: Secret becomes part of the image
# description: >-
#   Values of ENV and ARG are written into the image's configuration or history, where everyone who can pull the image reads
#   them.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/
# custom:
#   kinds: [dockerfile]
#   level: warning
#   help: Give secrets to a build with `RUN --mount=type=secret`, and to a container when it starts.
#   equivalents:
#     buildkit: [SecretsUsedInArgOrEnv]
#     dockle: [CIS-DI-0010]
#     hadolint: [DL3064]
#     semgrep: [dockerfile.security.secret-in-build-arg.secret-in-build-arg]
#     sonar: ["docker:S6472"]
#     trivy: [DS-0031]
package waylint.rules.dockerfile.secret_in_image

import data.waylint.lib.dockerfile

deny contains object.union({"at": array.concat(instruction.at, ["pairs", index]), "message": message}, doubt(pair.value)) if {
	some instruction in array.concat(dockerfile.instructions, globals)
	instruction.node.instruction in {"ENV", "ARG"}
	some index, pair in instruction.node.pairs
	holds_secret(pair)
	message := sprintf("%s %s holds a secret", [instruction.node.instruction, pair.name])
}

# It reads as if it were there to be replaced, or to try things out.
doubt(value) := {"level": "note"} if is_trial(value) else := {}

is_trial(value) if regex.match(`(?i)insecure|fake|sample|demo|test|temp|default|local|develop|secret|passw|build|admin|root|fixme|1234`, value)

# Who gives the argument leaves its value in the history, unless the stage is not part of the image.
deny contains object.union({"at": array.concat(instruction.at, ["pairs", index]), "message": message}, weight(instruction)) if {
	some instruction in dockerfile.instructions
	instruction.node.instruction == "ARG"
	dockerfile.in_image(instruction)
	some index, pair in instruction.node.pairs
	object.get(pair, "value", null) in {null, ""}
	secret_name(pair.name)
	message := sprintf("the value of build argument %s stays in the history of the image", [pair.name])
}

# A stage that is built for what its commands do, and not to be kept.
weight(instruction) := {"level": "note"} if is_task(instruction) else := {}

is_task(instruction) if {
	regex.match(`(?i)^(check|ci|deploy|lint|publish|release|tests?|upload)([-_].*)?$`, input.stages[instruction.at[1]].name)
}

globals := [{"at": ["arguments", index], "node": node} | some index, node in input.arguments]

holds_secret(pair) if {
	secret_name(pair.name)
	is_string(pair.value)
	not harmless(pair.value)
}

# Whatever the name: keys of cloud providers and code hosts, and addresses with a password.
holds_secret(pair) if {
	is_string(pair.value)
	regex.match(`AKIA[0-9A-Z]{16}|gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{22}|glpat-[0-9A-Za-z_-]{20}|xox[abprs]-[0-9]{6}|npm_[0-9A-Za-z]{36}|AIza[0-9A-Za-z_-]{35}|-----BEGIN [A-Z ]*PRIVATE KEY`, pair.value)
}

holds_secret(pair) if {
	is_string(pair.value)
	regex.match(`^[a-z][a-z0-9+.-]*://[^/\s:@$<>{}]+:[^/\s:@$<>{}]+@`, pair.value)
	not regex.match(stand_in, pair.value)
	not harmless(regex.find_all_string_submatch_n(`://[^/\s:@]+:([^/\s:@]+)@`, pair.value, 1)[0][1])
}

# The name ends with what it holds: DB_PASSWORD, not PASSWORD_FILE.
secret_name(name) if {
	regex.match(`(?i)(password|passwd|passphrase|(^|_)(secret|(auth|access|api|bearer|bot|deploy|github|gh|gitlab|npm|personal|private|refresh|session|vault|slack)_?token|token|api_?key|license_?key|access_?key(_?id)?|secret_?(access_?)?key|private_?key|encryption_?key|credentials?))$`, name)
	not regex.match(`(?i)(^|_)(public|csrf|allow|require|use|enable|disable|no|max|min)_`, name)
}

# What a build needs an address for that it never calls.
stand_in := `(?i):(pass(word)?|pwd|secret|dummy|change-?me)@(localhost|127\.0\.0\.1)\b|dummy|placeholder|@([a-z0-9-]+\.)*example\b`

# Variables, places, switches and stand-ins.
harmless(value) if value == ""

# A plain word is what demonstrations and trials have for a password: it opens nothing elsewhere.
harmless(value) if regex.match(`^[a-z_-]{1,16}$`, value)

harmless(value) if contains(value, "$")

# So does what is spelt with the digits of a number.
harmless(value) if regex.match(`(?i)^(babe|beef|cafe|code|c0de|dead|face|feed|f00d|0)+$`, value)

harmless(value) if regex.match(`^(~|\.{0,2}/|[a-z]+://|arn:)`, value)

harmless(value) if regex.match(`(?i)^([0-9]|0+|1234?5?6?7?8?9?0?|true|false|yes|no|on|off|none|null|undefined|x+|\*+|\.+|<.*>|\[.*\]|.*(change.?me|placeholder|dummy|your[-_]|example|not-?used|unused|replace|to-?do|build-?time).*)$`, value)
