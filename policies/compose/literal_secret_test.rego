package waylint.rules.compose.literal_secret_test

import data.waylint.rules.compose.literal_secret as rule

file(environment) := {"services": {"shop": {"environment": environment}}}

test_mapping if count(rule.deny) == 1 with input as file({"DB_PASSWORD": "kR7vT2mQ9xW4"})

test_list if count(rule.deny) == 1 with input as file(["DB_PASSWORD=kR7vT2mQ9xW4"])

test_variable if count(rule.deny) == 0 with input as file({"DB_PASSWORD": "${DB_PASSWORD}"})

test_trying_out if count(rule.deny) == 0 with input as file({"POSTGRES_PASSWORD": "postgres"})

test_other_name if count(rule.deny) == 0 with input as file({"BUILD": "kR7vT2mQ9xW4"})

test_some_stand_in if count(rule.deny) == 0 with input as file({"S3_SECRET_KEY": "some_access_key1"})

test_trial_of_opensearch if {
	alone := {"discovery.type": "single-node", "OPENSEARCH_INITIAL_ADMIN_PASSWORD": "kR7vT2mQ9xW4"}
	count(rule.deny) == 0 with input as file(alone)
	count(rule.deny) == 1 with input as file(object.remove(alone, ["discovery.type"]))
}

test_word_for_it if count(rule.deny) == 0 with input as file({"MSSQL_SA_PASSWORD": "SuperP4ssw0rd!"})
