# METADATA
# title: Image runs in debug mode
# description: Debug modes show source and variables to whoever causes an error, and some let them run code.
# related_resources:
# - ref: https://flask.palletsprojects.com/en/stable/debugging/
# custom:
#   kinds: [dockerfile]
#   level: note
#   help: Leave the variable out of the image, and set it where you debug.
#   equivalents:
#     sonar: ["docker:S4507"]
package waylint.rules.dockerfile.debug_mode

import data.waylint.lib.dockerfile

deny contains {"at": array.concat(instruction.at, ["pairs", index]), "message": message} if {
	some instruction in dockerfile.instructions
	instruction.node.instruction == "ENV"
	dockerfile.in_image(instruction)
	some index, pair in instruction.node.pairs
	regex.match(modes[pair.name], lower(pair.value))
	message := sprintf("%s is %s", [pair.name, pair.value])
}

modes := {
	"APP_DEBUG": `^(1|true|on)$`,
	"DJANGO_DEBUG": `^(1|true|on)$`,
	"FLASK_DEBUG": `^(1|true|on)$`,
	"FLASK_ENV": `^development$`,
	"RAILS_ENV": `^development$`,
	"RACK_ENV": `^development$`,
	"ASPNETCORE_ENVIRONMENT": `^development$`,
}
