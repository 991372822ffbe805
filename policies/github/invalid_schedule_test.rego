package waylint.rules.github.invalid_schedule_test

import data.waylint.rules.github.invalid_schedule as rule

workflow(cron) := {"on": {"schedule": [{"cron": cron}]}}

test_valid if {
	every cron in ["0 0 * * *", "*/15 6-18 1,15 * MON-FRI", "30 5 * jan,jul sun", "5  4 1-7/2 * 1"] {
		count(rule.deny) == 0 with input as workflow(cron)
	}
}

test_fields if {
	some finding in rule.deny with input as workflow("0 0 * *")
	finding.at == ["on", "schedule", 0, "cron"]
	finding.message == `"0 0 * *" does not have five fields`
}

test_values if {
	every cron in ["60 0 * * *", "0 24 * * *", "0 0 0 * *", "0 0 * 13 *", "0 0 * * 8", "*/0 0 * * *", "0 0 * * monday", "0 0 L * *"] {
		count(rule.deny) == 1 with input as workflow(cron)
	}
}

test_message if {
	some finding in rule.deny with input as workflow("0 7,25 * * *")
	finding.message == `"25" is no hour`
	finding.text == "7,25"
}

test_template if count(rule.deny) == 0 with input as workflow("$cron-weekly")
