# METADATA
# title: List is not sorted
# description: Lists whose order means nothing are easier to read and to merge when they are sorted.
# related_resources:
# - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   kinds: [compose/service]
#   level: note
#   help: Sort it.
#   fix: safe
#   equivalents:
#     dclint: [service-dependencies-alphabetical-order, service-ports-alphabetical-order]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       lists:
#         description: The lists that have to be sorted.
#         type: array
#         items: {enum: [depends_on, ports]}
#         default: []
package waylint.rules.compose.unsorted_list

import data.waylint.lib.compose

deny contains {"at": at, "message": message, "fix": fix} if {
	some service in compose.services
	some name in data.waylint.options["compose/unsorted-list"].lists
	list := service.node[name]
	is_array(list)
	every item in list { not is_object(item) }
	sorted := [item | some [_, item] in sort([[key(name, item), item] | some item in list])]
	count(sorted) == count(list)
	list != sorted
	at := array.concat(service.at, [name])
	message := sprintf("%s is not sorted", [name])
	edits := [{"op": "replace", "at": array.concat(at, [index]), "value": item} | some index, item in sorted; item != list[index]]
	fix := {"title": "sort it", "safe": true, "edits": edits}
}

key("depends_on", item) := item

# By the number of the host's port; none where only a variable knows it.
key("ports", item) := to_number(regex.find_n(`^[0-9]+`, host, 1)[0]) if {
	parts := split(split(sprintf("%v", [item]), "/")[0], ":")
	host := array.concat([parts[count(parts) - 1]], parts)[count(parts) - 1]
}
