package waylint.rules.dockerfile.relative_destination_test

import data.waylint.rules.dockerfile.relative_destination as rule

file(workdir, destination) := {"stages": [{"instructions": [{"instruction": "COPY", "workdir": workdir, "destination": destination}]}]}

test_unknown if count(rule.deny) == 1 with input as file(null, ".")

test_known if count(rule.deny) == 0 with input as file("/app", ".")

test_absolute if count(rule.deny) == 0 with input as file(null, "/app")

test_windows if count(rule.deny) == 0 with input as file(null, "C:/app")
