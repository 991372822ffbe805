package waylint.rules.compose.database_unversioned_test

import data.waylint.rules.compose.database_unversioned as rule

file(service) := {"services": {"db": service}}

kept := {"volumes": ["data:/var/lib/data"]}

test_no_tag if count(rule.deny) == 1 with input as file(object.union(kept, {"image": "postgres"}))

test_latest if count(rule.deny) == 1 with input as file(object.union(kept, {"image": "docker.io/getmeili/meilisearch:latest"}))

test_version if count(rule.deny) == 0 with input as file(object.union(kept, {"image": "postgres:18"}))

test_variable if count(rule.deny) == 0 with input as file(object.union(kept, {"image": "postgres:${TAG:-latest}"}))

test_no_database if count(rule.deny) == 0 with input as file(object.union(kept, {"image": "acme/postgres-exporter"}))

test_nothing_is_kept if {
	count(rule.deny) == 0 with input as file({"image": "postgres"})
	count(rule.deny) == 0 with input as file({"image": "mysql", "volumes": ["./schema.sql:/docker-entrypoint-initdb.d/schema.sql"]})
	count(rule.deny) == 0 with input as file({"image": "mysql", "volumes": ["./my.cnf:/etc/my.cnf"]})
	count(rule.deny) == 0 with input as file(object.union(kept, {"image": "mysql", "tmpfs": ["/var/lib/mysql"], "volumes": []}))
}
