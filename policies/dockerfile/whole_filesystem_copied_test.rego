package waylint.rules.dockerfile.whole_filesystem_copied_test

import data.waylint.rules.dockerfile.whole_filesystem_copied as rule

file(source, destination) := {"stages": [{"instructions": [{
	"instruction": "COPY",
	"from": {"text": "build", "stage": 0},
	"sources": [source],
	"destination": destination,
}]}]}

test_all if count(rule.deny) == 1 with input as file("/", "/")

test_folder if count(rule.deny) == 0 with input as file("/", "/rootfs/")

test_part if count(rule.deny) == 0 with input as file("/app", "/")
