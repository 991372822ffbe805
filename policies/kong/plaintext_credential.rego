# METADATA
# title: Credential stands in the configuration
# description: >-
#   Whoever can read the file can use it, and so can everyone who ever cloned the repository. Changing it means changing
#   the code.
# related_resources:
# - ref: https://developer.konghq.com/gateway/entities/vault/
# - ref: https://developer.konghq.com/deck/gateway/workspaces/#environment-variables
# - ref: https://developer.konghq.com/kubernetes-ingress-controller/plugins/custom/#secrets
# custom:
#   kinds: [kong/deck, kong/plugin-resource]
#   level: warning
#   help: Refer to a vault (`{vault://…}`), an environment variable (`${{ env "DECK_…" }}`) or a Secret (`configFrom`).
package waylint.rules.kong.plaintext_credential

import data.waylint.lib.kong

deny contains {"at": array.concat(consumer.at, [list, i, key]), "message": message} if {
	some consumer in waylint.view("kong/consumer", input)
	some list, key in credentials
	some i, credential in consumer.node[list]
	not credential.rsa_public_key
	is_plain(credential[key])
	message := sprintf("%s of a consumer stands in the file", [key])
}

deny contains {"at": ["certificates", i, "key"], "message": "private key stands in the file"} if {
	some i, certificate in input.certificates
	is_plain(certificate.key)
}

deny contains {"at": array.concat(plugin.at, array.concat(["config"], at)), "message": message} if {
	some plugin in plugins
	walk(plugin.node.config, [at, value])
	is_secret(at)
	is_plain(value)
	message := sprintf("%s of a plugin stands in the file", [name_of(at)])
}

credentials := {
	"basicauth_credentials": "password",
	"hmacauth_credentials": "secret",
	"jwt_secrets": "secret",
	"keyauth_credentials": "key",
	"oauth2_credentials": "client_secret",
}

plugins := array.concat(waylint.view("kong/plugin", input), [{"at": [], "node": input} | input.plugin])

is_secret(at) if name_of(at) in {
	"access_token",
	"api_key",
	"apikey",
	"auth_password",
	"aws_secret",
	"client_secret",
	"ldap_password",
	"password",
	"private_key",
	"redis_password",
	"secret",
	"sentinel_password",
	"session_secret",
}

# The last key of a place; items of a list go by the list's.
name_of(at) := at[count(at) - 1] if is_string(at[count(at) - 1])

name_of(at) := at[count(at) - 2] if is_number(at[count(at) - 1])

is_plain(value) if {
	is_string(value)
	value != ""
	not kong.is_reference(value)
}
