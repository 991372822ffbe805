package waylint.rules.kong.plaintext_credential_test

import data.waylint.rules.kong.plaintext_credential as rule

file(parts) := object.union({"_format_version": "3.0"}, parts)

consumer(parts) := file({"consumers": [object.union({"username": "shop"}, parts)]})

plugin(config) := file({"services": [{"name": "shop", "plugins": [{"name": "openid-connect", "config": config}]}]})

test_key if {
	some finding in rule.deny with input as consumer({"keyauth_credentials": [{"key": "k-1"}]})
	finding.at == ["consumers", 0, "keyauth_credentials", 0, "key"]
	finding.message == "key of a consumer stands in the file"
}

test_client_secret if {
	some finding in rule.deny with input as plugin({"client_secret": ["s-1"]})
	finding.at == ["services", 0, "plugins", 0, "config", "client_secret", 0]
}

test_nested if count(rule.deny) == 1 with input as plugin({"redis": {"password": "s-1"}})

test_custom_resource if {
	resource := {"apiVersion": "configuration.konghq.com/v1", "kind": "KongPlugin", "plugin": "aws-lambda", "config": {"aws_secret": "s-1"}}
	some finding in rule.deny with input as resource
	finding.at == ["config", "aws_secret"]
}

test_private_key if {
	count(rule.deny) == 1 with input as file({"certificates": [{"cert": "c", "key": "-----BEGIN PRIVATE KEY-----"}]})
}

test_vault if count(rule.deny) == 0 with input as plugin({"client_secret": ["{vault://env/oidc}"]})

test_environment if {
	count(rule.deny) == 0 with input as consumer({"keyauth_credentials": [{"key": "${{ env \"DECK_KEY\" }}"}]})
}

test_public_key if {
	secret := {"algorithm": "RS256", "key": "shop", "rsa_public_key": "-----BEGIN PUBLIC KEY-----", "secret": "unused"}
	count(rule.deny) == 0 with input as consumer({"jwt_secrets": [secret]})
}

test_empty if count(rule.deny) == 0 with input as plugin({"redis": {"password": null}, "client_secret": []})
