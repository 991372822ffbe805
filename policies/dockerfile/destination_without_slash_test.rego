package waylint.rules.dockerfile.destination_without_slash_test

import data.waylint.rules.dockerfile.destination_without_slash as rule

file(sources, destination) := {"stages": [{"instructions": [{"instruction": "COPY", "sources": sources, "destination": destination}]}]}

test_no_slash if {
	some finding in rule.deny with input as file(["a", "b"], "/app")
	finding.fix.edits[0].value == "/app/"
}

test_slash if count(rule.deny) == 0 with input as file(["a", "b"], "/app/")

test_here if count(rule.deny) == 0 with input as file(["a", "b"], ".")

test_one if count(rule.deny) == 0 with input as file(["a"], "/app")

test_variable if count(rule.deny) == 0 with input as file(["a", "b"], "$APP")

test_working_folder if {
	count(rule.deny) == 0 with input as {"stages": [{"instructions": [copied("/app")]}]}
	count(rule.deny) == 1 with input as {"stages": [{"instructions": [copied("/app/src")]}]}
}

copied(destination) := {"instruction": "COPY", "sources": ["a", "b"], "destination": destination, "workdir": "/app"}

test_folder_of_every_distribution if {
	count(rule.deny) == 0 with input as file(["a.so", "b.so"], "/usr/lib")
	count(rule.deny) == 1 with input as file(["a.so", "b.so"], "/usr/lib/shop")
}

test_folder_that_is_made if {
	made := {"instruction": "RUN", "commands": [{"name": "mkdir", "words": ["mkdir", "-p", "/app/data"]}]}
	copy := {"instruction": "COPY", "sources": ["a", "b"], "destination": "/app"}
	count(rule.deny) == 0 with input as {"stages": [{"instructions": [made, copy]}]}
	count(rule.deny) == 1 with input as {"stages": [{"instructions": [copy, made]}]}
}
