package waylint.rules.dockerfile.credential_in_instruction_test

import data.waylint.rules.dockerfile.credential_in_instruction as rule

file(text) := {"arguments": [], "stages": [{"instructions": [{"instruction": "RUN", "text": text}]}]}

token := concat("", ["ghp", "_", "a1B2c3D4e5F6a1B2c3D4e5F6a1B2c3D4e5F6"])

test_token if count(rule.deny) == 1 with input as file(sprintf("git clone https://%s@github.com/a/b", [token]))

test_document if {
	run := {"instruction": "RUN", "text": "<<EOF", "heredocs": [{"content": sprintf("export T=%s", [token])}]}
	count(rule.deny) == 1 with input as {"arguments": [], "stages": [{"instructions": [run]}]}
}

test_mount if count(rule.deny) == 0 with input as file("git clone https://$(cat /run/secrets/token)@github.com/a/b")
