# METADATA
# title: Service refers to what the file does not define
# description: Compose refuses the file when a service names a service, network, volume, secret or config that is nowhere defined.
# related_resources:
# - ref: https://docs.docker.com/reference/compose-file/
# custom:
#   kinds: [compose]
#   scope: repository
#   level: error
#   help: Define it, or mend its name.
package waylint.rules.compose.undefined_reference

import data.waylint.lib.compose

deny contains {"in": file.file, "document": file.document, "at": array.concat(service.at, reference.at), "message": message} if {
	some file in input.documents
	alone(file)
	some service in waylint.view("compose/service", file.node)
	some reference in references(service.node)
	not contains(reference.name, "$")
	not reference.name in defined(file.node, reference.what)
	not defined_elsewhere(reference)
	not left_to_others(file.node, reference.what)
	message := sprintf("%s %q is not defined", [reference.what, reference.name])
}

# Files may be laid over each other, whatever they are called.
defined_elsewhere(reference) if {
	some other in input.documents
	reference.name in defined(other.node, reference.what)
}

# What a file that may be a part says nothing about, others that were not given may say.
left_to_others(file, what) if {
	not input.complete
	what != "service"
	not file[sprintf("%ss", [what])]
}

# Where secrets come from is often said in a file of one's own.
left_to_others(file, what) if {
	what in {"secret", "config"}
	not file[sprintf("%ss", [what])]
}

# Files of other names are laid over these, or are parts of them, and refer to what they do not hold.
alone(file) if {
	regex.match(`(^|/)(docker-)?compose\.ya?ml$`, file.file)
	not file.node.include
	every service in file.node.services { complete(service) }
}

complete(service) if service.image

complete(service) if service.build

defined(file, "service") := object.keys(file.services)

defined(file, "network") := {"default"} | keys(file, "networks")

defined(file, "volume") := keys(file, "volumes")

defined(file, "secret") := keys(file, "secrets")

defined(file, "config") := keys(file, "configs")

keys(file, name) := object.keys(file[name]) if is_object(file[name])

keys(file, name) := set() if not is_object(object.get(file, name, null))

references(service) := array.concat(array.concat(services(service), networks(service)), array.concat(volumes(service), files(service)))

services(service) := array.concat(
	[{"at": dependency.at, "what": "service", "name": dependency.name} |
		some dependency in compose.dependencies(service)
		# What need not be there.
		not service.depends_on[dependency.name].required == false
	],
	[{"at": ["network_mode"], "what": "service", "name": trim_prefix(service.network_mode, "service:")} |
		startswith(service.network_mode, "service:")
	],
)

networks(service) := array.concat(
	[{"at": ["networks", index], "what": "network", "name": name} |
		is_array(service.networks)
		some index, name in service.networks
	],
	[{"at": ["networks", name], "what": "network", "name": name} |
		is_object(service.networks)
		some name, _ in service.networks
	],
)

volumes(service) := [{"at": mount.at, "what": "volume", "name": mount.source} |
	some mount in compose.mounts(service)
	regex.match(`^[A-Za-z0-9][A-Za-z0-9_.-]*$`, mount.source)
	not other_type(service, mount)
]

other_type(service, mount) if {
	is_object(service.volumes[mount.at[1]])
	object.get(service.volumes[mount.at[1]], "type", "volume") != "volume"
}

files(service) := [{"at": [list, index], "what": what, "name": name} |
	some list, what in {"secrets": "secret", "configs": "config"}
	some index, entry in service[list]
	name := source(entry)
]

source(entry) := entry if is_string(entry)

source(entry) := entry.source if is_object(entry)
