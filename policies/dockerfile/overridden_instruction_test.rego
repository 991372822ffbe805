package waylint.rules.dockerfile.overridden_instruction_test

import data.waylint.rules.dockerfile.overridden_instruction as rule

stage(keywords) := {"instructions": [{"instruction": keyword} | some keyword in keywords]}

test_places if {
	some finding in rule.deny with input as {"stages": [stage(["FROM", "CMD", "RUN", "CMD"])]}
	finding.at == ["stages", 0, "instructions", 1]
	finding.related == [{"at": ["stages", 0, "instructions", 3], "message": "this one counts"}]
}

test_all_but_the_last if count(rule.deny) == 2 with input as {"stages": [stage(["ENTRYPOINT", "ENTRYPOINT", "ENTRYPOINT"])]}

test_different if count(rule.deny) == 0 with input as {"stages": [stage(["ENTRYPOINT", "CMD", "HEALTHCHECK", "RUN", "RUN"])]}

test_different_stages if count(rule.deny) == 0 with input as {"stages": [stage(["CMD"]), stage(["CMD"])]}
