# METADATA
# title: Environment variable has a name that cannot be used
# description: Shells cannot read a variable whose name holds `=`, `&` or a space.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#env
# custom:
#   kinds: [github/workflow, github/action]
#   level: error
#   help: Name it with letters, digits and `_`.
#   equivalents:
#     actionlint: [env-var]
package waylint.rules.github.invalid_env_name

import data.waylint.lib.github

deny contains {"at": array.concat(at, ["env", name]), "message": message} if {
	some at in array.concat([[]], [part.at | some part in array.concat(github.jobs, github.steps)])
	some name, _ in object.get(input, at, {}).env
	regex.match(`[=&\s]`, name)
	not contains(name, "${{")
	message := sprintf("%q cannot be the name of a variable", [name])
}
