# METADATA
# title: List of arguments is no JSON
# description: >-
#   A list with other quotes than `"`, or with a comma too many, is taken for a shell command, which then looks for a program
#   called `[`.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#exec-form
# custom:
#   kinds: [dockerfile/instruction]
#   level: error
#   help: Write it as a JSON array with double quotes.
#   fix: safe
#   equivalents:
#     buildkit: [JSONArgsRecommended]
#     hadolint: [DL3025]
#     sonar: ["docker:S7030"]
package waylint.rules.dockerfile.malformed_exec_form

import data.waylint.lib.dockerfile

deny contains object.union({"at": instruction.at, "message": message}, fix) if {
	some instruction in dockerfile.instructions
	instruction.node.form == "shell"
	meant_as_list(instruction.node)
	message := sprintf("the list of arguments of %s is no JSON", [instruction.node.instruction])
	fix := fix_of(instruction)
}

meant_as_list(instruction) if {
	instruction.instruction in {"CMD", "ENTRYPOINT", "HEALTHCHECK"}
	regex.match(`^(CMD\s+)?\[[^\[].*\]$`, instruction.text)
}

# In a RUN `[` may be meant.
meant_as_list(instruction) if {
	instruction.instruction == "RUN"
	regex.match(`^\[\s*['"‘’“”][^'"‘’“”]*['"‘’“”]?\s*(,.*)?\]$`, instruction.text)
}

fix_of(instruction) := {"fix": {"title": "use double quotes", "safe": true, "edits": [edit]}} if {
	instruction.node.instruction in {"RUN", "CMD", "ENTRYPOINT"}
	instruction.node.flags == {}
	mended := replace(instruction.node.text, "'", `"`)
	not regex.match(`["\\$]`, instruction.node.text)
	is_array(json.unmarshal(mended))
	edit := {"op": "replace", "at": instruction.at, "value": sprintf("%s %s", [instruction.node.keyword, mended])}
} else := {}
