package waylint.rules.kubernetes.literal_secret_test

import data.waylint.rules.kubernetes.literal_secret as rule

pod(name, value) := {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{
	"name": "web",
	"env": [{"name": "LOG_LEVEL", "value": "info"}, {"name": name, "value": value}],
}]}}

test_place if {
	some finding in rule.deny with input as pod("MYSQL_PASSWORD", "hunter2")
	finding.at == ["spec", "containers", 0, "env", 1, "value"]
	finding.message == "the value of MYSQL_PASSWORD stands in the manifest"
}

test_names if {
	every name in ["PGPASSWORD", "SECRET_KEY", "GITHUB_TOKEN", "apiKey", "aws_secret_access_key", "DB_PASSWORD_2", "db.password"] {
		count(rule.deny) == 1 with input as pod(name, "k3a-9zz81")
	}
}

test_names_of_other_things if {
	every name in ["TOKEN_URL", "PASSWORD_FILE", "SECRET_NAME", "MAX_TOKENS", "MAX_TOKEN", "PUBLIC_KEY", "KEYBOARD", "PASSWORD_LENGTH"] {
		count(rule.deny) == 0 with input as pod(name, "k3a-9zz81")
	}
}

test_values_that_are_none if {
	every value in [
		"", "$(DB_PASSWORD)", "${DB_PASSWORD}", "$DB_PASSWORD", "{{ password }}", "<your password>", "true", "changeme",
		"REPLACE_ME", "vault:secret/data/shop#password", "ref+awsssm://shop/password", "/var/run/secrets/token",
		"https://vault.example.com/token", "3600", "15m", "xxxx", "********", "INSERT_TOKEN", "yourpassword",
	] {
		count(rule.deny) == 0 with input as pod("DB_PASSWORD", value)
	}
}

test_url_with_credentials if count(rule.deny) == 1 with input as pod("DB_SECRET", "postgres://shop:hunter2@db/shop")

test_reference if {
	container := {"name": "web", "env": [{"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}}]}
	count(rule.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [container]}}
}
