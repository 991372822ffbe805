package waylint.rules.github.runner_misspelt_test

import data.waylint.rules.github.runner_misspelt as rule

job(label) := {"jobs": {"build": {"runs-on": label}}}

meant(label) := {finding.fix.edits[0].value | some finding in findings} if findings := rule.deny with input as job(label)

test_letters_changed if meant("ubunut-latest") == {"ubuntu-latest"}

test_letter_missing if meant("ubuntu-22.4") == {"ubuntu-22.04"}

test_letter_too_many if meant("windows-latestt") == {"windows-latest"}

test_another_letter if meant("macos_15") == {"macos-15"}

test_offered if meant("Ubuntu-Latest") == set()

test_another_version if meant("macos-27") == set()

test_removed if meant("ubuntu-20.04") == set()

test_one_of_several if meant("macos-1") == set()

test_of_somebody_else if meant("ubuntu-latest-m") == set()

test_of_the_platform if {
	count(rule.deny) == 0 with input as job("ubuntu-latests") with data.platform.runners.allow as ["ubuntu-latests"]
}
