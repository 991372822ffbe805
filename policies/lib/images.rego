# METADATA
# title: Images and the registries that the platform knows
package waylint.lib.images

# METADATA
# description: An image without its tag and digest.
without_version(image) := regex.replace(image, `(:[^/:@]+)?(@.*)?$`, "")

# METADATA
# description: An image's name in full. On Docker Hub those without a folder are in `library`.
in_full(image) := regex.replace(image, `^docker\.io/([^/]+)$`, "docker.io/library/$1")

# METADATA
# description: Whether an image, written with its registry, is from one that is denied or is not from an allowed one.
foreign(image) if {
	some pattern in data.platform.registries.deny
	holds(pattern, image)
}

foreign(image) if {
	allowed := data.platform.registries.allow
	every pattern in allowed { not holds(pattern, image) }
}

# METADATA
# description: The image under the mirror of its registry; undefined if it has none.
mirror(image) := sprintf("%s%s", [mirrors[longest], substring(full, count(longest), -1)]) if {
	mirrors := data.platform.registries.mirrors
	full := in_full(image)
	fitting := [name | some name, _ in mirrors; within(name, full)]
	longest := [name | some name in fitting; count(name) == max([count(other) | some other in fitting])][0]
}

holds(pattern, image) if {
	some name in spellings(image)
	within(pattern, name)
}

# METADATA
# description: All ways to write an image. Images of Docker Hub are written with `library` or without, and without its name.
spellings(image) := {image, in_full(image), trim_prefix(image, "docker.io/")}

# A registry, or registry and path, holds all that is below it.
within(pattern, image) if matches(pattern, image)

within(pattern, image) if matches(sprintf("%s/*", [trim_suffix(pattern, "/")]), image)

# METADATA
# description: Whether a name fits a pattern, in which `*` stands for any characters.
matches(pattern, name) if {
	parts := [regex.replace(part, `[.+?()\[\]{}|^$\\]`, `\$0`) | some part in split(pattern, "*")]
	regex.match(sprintf("^%s$", [concat(".*", parts)]), name)
}

# METADATA
# description: Whether a pattern of the platform names a base image, with its tag or without.
names_base(pattern, base) if {
	some image in spellings(sprintf("%s/%s", [base.registry, base.repository]))
	some name in {image, sprintf("%s:%s", [image, base.tag])}
	matches(pattern, name)
}

# METADATA
# description: The fix, as a part of a finding, that builds a stage on what the platform names for its base image; empty without.
base_replaced(index, base) := {"fix": {"title": sprintf("build on %s", [image]), "safe": false, "edits": [edit]}} if {
	not base.variables
	image := [image | some name, image in data.platform["base-images"].replace; names_base(name, base)][0]
	edit := {"op": "replace", "at": ["stages", index, "base", "text"], "value": image}
} else := {}

# METADATA
# description: >-
#   Whether an image, written without tag and digest, can only be one that somebody builds beside what names it: Docker Hub has no image
#   of that name, and a name without a folder can come from nowhere else.
is_local(name) if {
	not contains(trim_prefix(trim_prefix(name, "docker.io/"), "library/"), "/")
	not trim_prefix(trim_prefix(name, "docker.io/"), "library/") in official
}

# METADATA
# description: Who makes an image, and its name, as a part of a finding; empty where its name has no folder.
made_by(image) := {"owner": concat("/", [parts[0], parts[count(parts) - 1]])} if {
	parts := split(regex.replace(without_version(image), `^([^/]*[.:][^/]*|localhost)/`, ""), "/")
	count(parts) > 1
	not contains(parts[0], "$")
} else := {}

# METADATA
# description: >-
#   Whether the name of an image, written without tag and digest, says its version, as `ubi9/nodejs-20`, `manylinux2014_x86_64` and
#   `distroless/static-debian12` do: its tags follow what that version brings.
names_version(name) if {
	words := `alma(linux)?|alpine|centos|clang|cuda|debian|dotnet|el|fedora|gcc|go(lang)?|java|jdk|jre|leap|llvm|manylinux|mariadb|musllinux|mysql|nginx|node(js)?|openjdk|perl|php|postgres(ql)?|rhel|rocky(linux)?|ruby|rust|sles|ubi|ubuntu`
	regex.match(sprintf(`[/_-](%s)[/_-]?[0-9]|[/_-]python-?[23][._-]?[0-9]`, [words]), sprintf("/%s", [name]))
}

# METADATA
# description: Whether an image is of a distribution that has no versions.
rolling(name) if regex.match(`(^|/)(archlinux|tumbleweed|kali-rolling|void-(glibc|musl)[^/]*|stage3)$`, name)

# METADATA
# description: >-
#   Whether an image has no versions to name: that of Wolfi, whose packages are always the newest, and those of Chainguard, which has
#   others than the newest for customers only.
newest_only(name) if regex.match(`(^|/)wolfi-base$|^cgr\.dev/chainguard/`, name)

# METADATA
# description: Docker's official images, those of old among them, which are the only ones without a folder.
# related_resources:
# - ref: https://github.com/docker-library/official-images
official := {
	"adminer", "aerospike", "almalinux", "alpine", "alt", "amazoncorretto", "amazonlinux", "api-firewall", "arangodb",
	"archlinux", "backdrop", "bash", "bonita", "buildpack-deps", "busybox", "caddy", "cassandra", "centos", "chronograf",
	"cirros", "clearlinux", "clefos", "clickhouse", "clojure", "composer", "consul", "convertigo", "couchbase", "couchdb",
	"crate", "crux", "dart", "debian", "docker", "drupal", "eclipse-mosquitto", "eclipse-temurin", "eggdrop",
	"elasticsearch", "elixir", "emqx", "erlang", "euleros", "express-gateway", "fedora", "flink", "fluentd", "friendica",
	"gazebo", "gcc", "geonetwork", "ghost", "golang", "gradle", "groovy", "haproxy", "haskell", "haxe", "hello-seattle",
	"hello-world", "hitch", "hola-mundo", "hylang", "ibm-semeru-runtimes", "ibmjava", "influxdb", "irssi", "java",
	"jenkins", "jetty", "jobber", "joomla", "jruby", "julia", "kaazing-gateway", "kapacitor", "kibana", "known", "kong",
	"krakend", "lightstreamer", "liquibase", "logstash", "mageia", "mariadb", "matomo", "maven", "mediawiki", "memcached",
	"mongo", "mongo-express", "monica", "mono", "mysql", "nats", "nats-streaming", "neo4j", "neurodebian", "nextcloud",
	"nginx", "node", "notary", "nuxeo", "odoo", "open-liberty", "openjdk", "opensuse", "oraclelinux", "orientdb",
	"owncloud", "percona", "perl", "photon", "php", "phpmyadmin", "plone", "postfixadmin", "postgres", "pypy", "python",
	"r-base", "rabbitmq", "rakudo-star", "redis", "redmine", "registry", "rethinkdb", "rocket.chat", "rockylinux", "ros",
	"ruby", "rust", "sapmachine", "satosa", "sentry", "silverpeas", "sl", "solr", "sonarqube", "spark", "spiped", "storm",
	"swarm", "swift", "swipl", "teamspeak", "telegraf", "thrift", "tomcat", "tomee", "traefik", "ubuntu", "unit",
	"valkey", "varnish", "vault", "websphere-liberty", "wordpress", "xwiki", "yourls", "znc", "zookeeper",
}
