# METADATA
# title: Secret is written into the Compose file
# description: Everyone who can read the repository can use it, and changing it means changing the file everywhere.
# related_resources:
# - ref: https://docs.docker.com/compose/how-tos/use-secrets/
# custom:
#   kinds: [compose/service]
#   level: note
#   help: Use `secrets`, or a variable that is set where the service starts.
package waylint.rules.compose.literal_secret

import data.waylint.lib.compose

deny contains {"at": array.concat(service.at, variable.at), "message": message} if {
	some service in compose.services
	some variable in compose.environment(service.node)
	telling(variable)
	not is_trial(service.node, variable)
	message := sprintf("%s holds a secret", [variable.name])
}

# OpenSearch wants a strong one even of who tries it out alone.
is_trial(service, variable) if {
	variable.name == "OPENSEARCH_INITIAL_ADMIN_PASSWORD"
	some other in compose.environment(service)
	other.name == "discovery.type"
	other.value == "single-node"
}

telling(variable) if {
	regex.match(`(?i)(password|passwd|passphrase|(^|_)(secret|token|api_?key|access_?key(_?id)?|secret_?(access_?)?key|private_?key|encryption_?key|credentials?))$`, variable.name)
	not regex.match(`(?i)(^|_)(public|csrf|allow|require|use|enable|disable|no|max|min)_`, variable.name)
	not stand_in(variable.value)
	# The name by which the members of a cluster know each other.
	not variable.name == "ETCD_INITIAL_CLUSTER_TOKEN"
	# The names of files that hold them.
	not regex.match(`^KAFKA_SSL_[A-Z]+_CREDENTIALS$`, variable.name)
}

# Whatever the name: keys of cloud providers and code hosts.
telling(variable) if {
	regex.match(`AKIA[0-9A-Z]{16}|gh[pousr]_[0-9A-Za-z]{36}|glpat-[0-9A-Za-z_-]{20}|xox[abprs]-[0-9]{6}|AIza[0-9A-Za-z_-]{35}|-----BEGIN [A-Z ]*PRIVATE KEY`, variable.value)
	not regex.match(`(?i)example|xxxx`, variable.value)
}

# What is chosen by a variable, what stands in a file, and passwords for trying out.
stand_in(value) if contains(value, "$")

stand_in(value) if regex.match(`^(~|\.{0,2}/|[a-z]+://|arn:|/)`, value)

stand_in(value) if count(value) < 10

stand_in(value) if not regex.match(`[0-9]`, value)

stand_in(value) if regex.match(`(?i)(^dev|^some_|change|place.?holder|dummy|your|example|replace|secret|passw|p[a@4]ss|test|demo|xxx|1234|<|insecure|default|admin|root)`, value)
