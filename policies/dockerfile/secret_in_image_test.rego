package waylint.rules.dockerfile.secret_in_image_test

import data.waylint.rules.dockerfile.secret_in_image as rule

file(instruction, name, value) := {
	"arguments": [],
	"stages": [{
		"index": 0,
		"base": {"stage": null},
		"final": true,
		"instructions": [{"instruction": instruction, "pairs": [{"name": name, "value": value}]}],
	}],
}

test_password if count(rule.deny) == 1 with input as file("ENV", "MYSQL_ROOT_PASSWORD", "hunter2")

test_place_and_silence if {
	some finding in rule.deny with input as file("ENV", "API_TOKEN", "s3same")
	finding.at == ["stages", 0, "instructions", 0, "pairs", 0]
	finding.message == "ENV API_TOKEN holds a secret"
}

test_names if {
	every name in ["PASSWORD", "dbPassword", "SECRET", "CLIENT_SECRET", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "PGADMIN_PASSWORD", "api_key"] {
		count(rule.deny) == 1 with input as file("ENV", name, "hunter2")
	}
}

test_other_names if {
	every name in ["PASSWORD_FILE", "SECRET_NAME", "TOKENIZERS_PARALLELISM", "ALLOW_EMPTY_PASSWORD", "GPG_KEY", "MONKEY"] {
		count(rule.deny) == 0 with input as file("ENV", name, "hunter2")
	}
}

test_stand_ins if {
	every value in ["", "$TOKEN", "${TOKEN:-}", "/run/secrets/db", "true", "changeme", "postgres", "<your token>", "xxxx", "dummy"] {
		count(rule.deny) == 0 with input as file("ENV", "API_TOKEN", value)
	}
}

test_known_key if count(rule.deny) == 1 with input as file("ENV", "ACCOUNT", "AKIA0123456789ABCDEF")

test_address_with_password if {
	count(rule.deny) == 1 with input as file("ENV", "DATABASE_URL", "postgres://shop:hunter2@db:5432/shop")
	count(rule.deny) == 0 with input as file("ENV", "DATABASE_URL", "postgres://db:5432/shop")
	count(rule.deny) == 0 with input as file("ENV", "DATABASE_URL", "postgres://$USER:$PASS@db/shop")
}

test_label if count(rule.deny) == 0 with input as file("LABEL", "password", "hunter2")

test_argument if count(rule.deny) == 1 with input as file("ARG", "NPM_TOKEN", null)

test_argument_with_value if count(rule.deny) == 1 with input as file("ARG", "NPM_TOKEN", "hunter2")

test_argument_of_a_build_stage if {
	build := object.union(file("ARG", "NPM_TOKEN", null).stages[0], {"final": false})
	final := {"index": 1, "base": {"stage": null}, "final": true, "instructions": []}
	count(rule.deny) == 0 with input as {"arguments": [], "stages": [build, final]}
}

test_global_argument if {
	argument := {"instruction": "ARG", "pairs": [{"name": "TOKEN", "value": "s3same"}]}
	some finding in rule.deny with input as {"arguments": [argument], "stages": []}
	finding.at == ["arguments", 0, "pairs", 0]
}

test_address if {
	count(rule.deny) == 1 with input as file("ENV", "DATABASE_URL", "mysql://shop:9fK2-x7@db.shop.internal/shop")
	count(rule.deny) == 0 with input as file("ENV", "DATABASE_URL", "mysql://shop:shop@127.0.0.1/shop")
}

test_encryption_key if count(rule.deny) == 1 with input as file("ENV", "SHOP_ENCRYPTION_KEY", "CAFE0123")

test_spelt_with_digits_of_a_number if count(rule.deny) == 0 with input as file("ARG", "SHOP_ENCRYPTION_KEY", "DEADBEEF")

test_trial if {
	some finding in rule.deny with input as file("ENV", "SECRET_KEY", "insecure-key-for-assets-1")
	finding.level == "note"
	some other in rule.deny with input as file("ENV", "SECRET_KEY", "k9-Vw2-hunter2")
	not other.level
}

test_stage_that_is_not_kept if {
	stage := object.union(file("ARG", "GITHUB_TOKEN", null).stages[0], {"name": "upload-assets"})
	some finding in rule.deny with input as {"arguments": [], "stages": [stage]}
	finding.level == "note"
}
