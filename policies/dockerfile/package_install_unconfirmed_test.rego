package waylint.rules.dockerfile.package_install_unconfirmed_test

import data.waylint.rules.dockerfile.package_install_unconfirmed as rule

file(commands) := {"stages": [{"instructions": [{"instruction": "RUN", "text": "", "commands": commands}]}]}

command(name, flags, arguments) := {
	"name": name,
	"flags": flags,
	"arguments": arguments,
	"words": array.concat([name], array.concat(flags, arguments)),
	"operator": null,
	"pipeline": 0,
}

test_apt if count(rule.deny) == 1 with input as file([command("apt-get", ["--no-install-recommends"], ["install", "git"])])

test_place if {
	some finding in rule.deny with input as file([command("dnf", [], ["install", "git"])])
	finding.at == ["stages", 0, "instructions", 0, "commands", 0]
	finding.message == "dnf install asks for a confirmation"
}

test_remove if count(rule.deny) == 1 with input as file([command("apt-get", [], ["purge", "gcc"])])

test_option_value_is_no_verb if {
	count(rule.deny) == 1 with input as file([command("apt-get", ["-o"], ["Dpkg::Use-Pty=0", "install", "git"])])
}


test_every_yes_counts if {
	every flag in ["-y", "-qy", "-qq", "-yqq", "--yes", "--assume-yes"] {
		count(rule.deny) == 0 with input as file([command("apt-get", [flag], ["install", "git"])])
	}
}

test_quiet_is_no_yes if count(rule.deny) == 1 with input as file([command("apt-get", ["-q"], ["install", "git"])])

test_set_by_option if {
	count(rule.deny) == 0 with input as file([command("apt-get", ["-o"], ["APT::Get::Assume-Yes=true", "install", "git"])])
}

test_zypper if {
	count(rule.deny) == 1 with input as file([command("zypper", [], ["in", "git"])])
	count(rule.deny) == 0 with input as file([command("zypper", ["-n"], ["in", "git"])])
}

test_apk_never_asks if count(rule.deny) == 0 with input as file([command("apk", [], ["add", "git"])])

test_update_never_asks if count(rule.deny) == 0 with input as file([command("apt-get", [], ["update"])])

test_options_in_a_variable if count(rule.deny) == 0 with input as file([command("apt-get", [], ["install", "$APT_OPTS", "git"])])

test_answered if {
	install := object.union(command("apt-get", [], ["install", "git"]), {"operator": "|"})
	count(rule.deny) == 0 with input as file([command("yes", [], []), install])
}

test_configured if {
	stage := {"instructions": [
		{"instruction": "COPY", "text": "90yes /etc/apt/apt.conf.d/"},
		{"instruction": "RUN", "text": "", "commands": [command("apt-get", [], ["install", "git"])]},
	]}
	count(rule.deny) == 0 with input as {"stages": [stage]}
}

test_microdnf if {
	run := {"instruction": "RUN", "text": "", "commands": [command("microdnf", [], ["install", "git"])]}
	count(rule.deny) == 0 with input as {"stages": [{"base": {"stage": null, "text": "registry.access.redhat.com/ubi8/ubi-minimal:8.10"}, "instructions": [run]}]}
	count(rule.deny) == 1 with input as {"stages": [{"base": {"stage": null, "text": "registry.access.redhat.com/ubi9/ubi-minimal:9.6"}, "instructions": [run]}]}
}

test_reinstall if count(rule.deny) == 0 with input as file([command("apt-get", [], ["reinstall", "init-system-helpers"])])
