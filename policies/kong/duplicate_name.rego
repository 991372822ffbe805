# METADATA
# title: Two entities have one name
# description: >-
#   Names are unique for each sort of entity, wherever in the file it stands. decK and Kong refuse the whole
#   configuration when one occurs twice.
# related_resources:
# - ref: https://developer.konghq.com/deck/reference/entities/
# custom:
#   kinds: [kong/deck]
#   level: error
#   help: Rename one of them, or merge the two.
package waylint.rules.kong.duplicate_name

views := {"route": "kong/route", "service": "kong/service", "upstream": "kong/upstream"}

deny contains {"at": at, "message": message, "related": related} if {
	some entity, list in named
	some n, [name, at] in list
	[same, first] := list[n - 1]
	same == name
	message := sprintf("%s %q is defined twice", [entity, name])
	related := [{"at": first, "message": "the same name"}]
}

# Sorted by name, equal names stand side by side.
named[entity] := list if {
	some entity, view in views
	list := sort([[part.node.name, array.concat(part.at, ["name"])] |
		some part in waylint.view(view, input)
		is_string(part.node.name)
	])
}
