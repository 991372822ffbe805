# METADATA
# title: Parts of Compose files that rules talk about
package waylint.lib.compose

import data.waylint.lib.images

# METADATA
# description: The services of the file, with their places.
services := waylint.view("compose/service", input)

# METADATA
# description: >-
#   The published ports of a service: `at` in the service, `host`, `container` and `protocol` as text, and `ip`, empty where all
#   interfaces listen. A port without `host` gets one when the container starts.
ports(service) := array.concat(
	[port |
		some index, text in service.ports
		not is_object(text)
		port := short_port(["ports", index], sprintf("%v", [text]))
	],
	[port |
		some index, long in service.ports
		is_object(long)
		port := {
			"at": ["ports", index],
			"text": sprintf("%v", [object.get(long, "published", object.get(long, "target", ""))]),
			"host": sprintf("%v", [object.get(long, "published", "")]),
			"container": sprintf("%v", [object.get(long, "target", "")]),
			"protocol": object.get(long, "protocol", "tcp"),
			"ip": object.get(long, "host_ip", ""),
		}
	],
)

short_port(at, text) := {
	"at": at,
	"text": text,
	"host": parts[count(parts) - 2],
	"container": parts[count(parts) - 1],
	"protocol": protocol(text),
	"ip": parts[count(parts) - 3],
} if {
	# Variables and addresses of version 6 have colons of their own.
	plain := regex.replace(regex.replace(split(text, "/")[0], `\$\{[^}]*\}`, "$$VARIABLE"), `\[[^\]]*\]`, "address")
	parts := array.concat(["", ""], split(plain, ":"))
}

protocol(text) := split(text, "/")[1] if contains(text, "/")

protocol(text) := "tcp" if not contains(text, "/")

# METADATA
# description: >-
#   The mounts of a service: `at` in the service, `source` (empty for anonymous volumes), `target`, and `modes` as a set.
mounts(service) := array.concat(
	[mount |
		some index, text in service.volumes
		is_string(text)
		mount := short_mount(["volumes", index], text)
	],
	[mount |
		some index, long in service.volumes
		is_object(long)
		mount := {
			"at": ["volumes", index],
			"source": object.get(long, "source", ""),
			"target": object.get(long, "target", ""),
			"modes": {mode | some mode in modes(long)},
		}
	],
)

short_mount(at, text) := {
	"at": at,
	"source": parts[count(parts) - 2],
	"target": parts[count(parts) - 1],
	"modes": {mode | some mode in split(concat("", array.slice(written, 2, 3)), ",")},
} if {
	# Variables have colons of their own, and so has the letter of a Windows drive.
	plain := regex.replace(regex.replace(text, `\$\{[^}]*\}`, "$$VARIABLE"), `^([A-Za-z]):[\\/]`, "/$1/")
	written := split(plain, ":")
	parts := array.concat([""], array.slice(written, 0, 2))
}

modes(long) := ["ro"] if long.read_only == true

modes(long) := [long.bind.propagation] if {
	not long.read_only
	long.bind.propagation
}

# METADATA
# description: What a service depends on, by name and place in the service.
dependencies(service) := array.concat(
	[{"at": ["depends_on", index], "name": name} |
		is_array(service.depends_on)
		some index, name in service.depends_on
	],
	[{"at": ["depends_on", name], "name": name} |
		is_object(service.depends_on)
		some name, _ in service.depends_on
	],
)

# METADATA
# description: The variables of a service's environment, with their place in the service.
environment(service) := array.concat(
	[{"at": ["environment", name], "name": name, "value": value} |
		is_object(service.environment)
		some name, value in service.environment
		is_string(value)
	],
	[{"at": ["environment", index], "name": name, "value": value} |
		is_array(service.environment)
		some index, text in service.environment
		is_string(text)
		position := indexof(text, "=")
		position > 0
		name := substring(text, 0, position)
		value := substring(text, position + 1, -1)
	],
)

# METADATA
# description: Whether a service runs an image, by a pattern over its name without registry and version.
is_image(service, pattern) if images.matches(pattern, image_name(service.image))

# Without registry, tag and digest.
image_name(image) := regex.replace(images.without_version(image), `^[^/]*[.:][^/]*/`, "")

# METADATA
# description: >-
#   Whether the image of a service comes from a registry under one of these tags, the empty text for none, so that another one may be
#   fetched tomorrow.
moves(service, tags) if {
	image := service.image
	tag_of(image) in tags
	# It is then only the name of what is built.
	not service.build
	not built_here(image)
	not images.is_local(regex.replace(image, `:[^/:]*$`, ""))
	# What a variable holds is not known here.
	not regex.match(`@|:[^/]*\$|\$[^/:]*$`, image)
	# Who has it pulled every time wants what is newest.
	not regex.match(`^(always|daily|weekly|every_)`, object.get(service, "pull_policy", ""))
}

# Another service of the file builds it.
built_here(image) if {
	some service in services
	service.node.build
	service.node.image == image
}

tag_of(image) := trim_prefix(regex.find_n(`:[^/:]*$`, image, 1)[0], ":")

tag_of(image) := "" if not regex.match(`:[^/:]*$`, image)

# METADATA
# description: Whether a service is a database whose data stays when its container goes.
database(service) if {
	regex.match(`^(cassandra|couchdb|elasticsearch|influxdb|mariadb|mongo|mysql|neo4j|percona|postgres)$|/(cassandra|elasticsearch|mariadb|meilisearch|mongodb.*|mysql.*|opensearch|pgvector|postgis|postgres|postgresql|timescaledb.*)$`, image_name(service.image))
	some mount in mounts(service)
	not regex.match(`^/docker-entrypoint-initdb\.d|^/etc(/|$)|\.(sql|sh|js|cnf|conf|ya?ml|crt|key|pem)$`, mount.target)
}

# METADATA
# description: Whether two services are two versions of one image, which are there to be tried in turn.
versions(one, other) if {
	one.image != other.image
	images.without_version(one.image) == images.without_version(other.image)
}
