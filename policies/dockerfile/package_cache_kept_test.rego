package waylint.rules.dockerfile.package_cache_kept_test

import data.waylint.rules.dockerfile.package_cache_kept as rule

stage(index, base, instructions) := {"index": index, "base": {"stage": base}, "final": false, "instructions": instructions}

final(index, base, instructions) := object.union(stage(index, base, instructions), {"final": true})

run(commands) := {"instruction": "RUN", "mounts": [], "commands": commands}

command(words) := {
	"name": words[0],
	"words": words,
	"flags": [word | some word in words; startswith(word, "-")],
	"arguments": [word | some index, word in words; index > 0; not startswith(word, "-")],
}

file(commands) := {"stages": [final(0, null, [run(commands)])]}

update := command(["apt-get", "update"])

test_kept if count(rule.deny) == 1 with input as file([update, command(["apt-get", "install", "-y", "git"])])

test_place if {
	some finding in rule.deny with input as file([command(["set", "-e"]), update])
	finding.at == ["stages", 0, "instructions", 0, "commands", 1]
}

test_removed if count(rule.deny) == 0 with input as file([update, command(["rm", "-rf", "/var/lib/apt/lists/*"])])

test_removed_with_others if count(rule.deny) == 0 with input as file([update, command(["rm", "-rf", "/var/lib/{apt,dpkg}"])])

test_clean_leaves_the_lists if count(rule.deny) == 1 with input as file([update, command(["apt-get", "clean"])])

test_removed_by_the_next_run if {
	count(rule.deny) == 1 with input as {"stages": [final(0, null, [run([update]), run([command(["rm", "-rf", "/var/lib/apt/lists/*"])])])]}
}

test_mounted if {
	mounted := object.union(run([update]), {"mounts": [{"type": "cache", "target": "/var/lib/apt/"}]})
	count(rule.deny) == 0 with input as {"stages": [final(0, null, [mounted])]}
}

test_mounted_elsewhere if {
	mounted := object.union(run([update]), {"mounts": [{"type": "cache", "target": "/var/lib/apt2"}]})
	count(rule.deny) == 1 with input as {"stages": [final(0, null, [mounted])]}
}

test_build_stage if count(rule.deny) == 0 with input as {"stages": [stage(0, null, [run([update])]), final(1, null, [])]}

test_stage_the_image_starts_from if {
	count(rule.deny) == 1 with input as {"stages": [stage(0, null, [run([update])]), final(1, 0, [])]}
}

test_apk if {
	count(rule.deny) == 1 with input as file([command(["apk", "add", "git"])])
	count(rule.deny) == 0 with input as file([command(["apk", "add", "--no-cache", "git"])])
}

test_dnf if {
	count(rule.deny) == 1 with input as file([command(["microdnf", "install", "-y", "git"])])
	count(rule.deny) == 0 with input as file([command(["dnf", "install", "-y", "git"]), command(["yum", "clean", "all"])])
}

test_script_may_clean if count(rule.deny) == 0 with input as file([update, command(["cleanup.sh"])])

test_unread if {
	count(rule.deny) == 0 with input as {"stages": [final(0, null, [object.union(run([update]), {"unparsed": true})])]}
}

install := command(["apt-get", "install", "-y", "git"])

fixes(denied) := {finding.fix.edits[0].value | some finding in denied}

test_fix_ends_the_run if {
	denied := rule.deny with input as file([update, install])
	fixes(denied) == {"rm -rf /var/lib/apt/lists/*"}
}

test_no_fix_for_lists_that_a_later_run_needs if {
	denied := rule.deny with input as {"stages": [final(0, null, [run([update, install]), run([install])])]}
	[count(denied), fixes(denied)] == [1, set()]
}

test_later_run_has_lists_of_its_own if {
	denied := rule.deny with input as {"stages": [final(0, null, [run([update, install]), run([update, install])])]}
	[count(denied), fixes(denied)] == [2, {"rm -rf /var/lib/apt/lists/*"}]
}

test_no_fix_without_an_install if {
	denied := rule.deny with input as file([update])
	[count(denied), fixes(denied)] == [1, set()]
}

test_dnf_is_named_as_written if {
	denied := rule.deny with input as file([command(["microdnf", "install", "-y", "git"])])
	fixes(denied) == {"microdnf clean all"}
}

test_apk_without_network if count(rule.deny) == 0 with input as file([command(["apk", "add", "--no-network", "git"])])

test_cleaned_too_early if {
	count(rule.deny) == 1 with input as file([command(["yum", "clean", "all"]), command(["yum", "install", "-y", "git"])])
}

test_cleaned_by_a_trap if {
	count(rule.deny) == 0 with input as file([command(["trap", "rm -rf /var/lib/apt/lists/*", "EXIT"]), update, install])
}
