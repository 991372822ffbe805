package waylint.rules.dockerfile.relative_workdir_test

import data.waylint.rules.dockerfile.relative_workdir as rule

workdir(path, before) := {"stages": [{"instructions": [{"instruction": "WORKDIR", "path": path, "workdir": before}]}]}

test_relative if {
	denied := rule.deny with input as workdir("./app", null)
	{finding.fix.edits[0].value | some finding in denied} == {"/app"}
}

test_below_another if count(rule.deny) == 0 with input as workdir("app", "/srv")

test_absolute if count(rule.deny) == 0 with input as workdir("/app", null)

test_windows if count(rule.deny) == 0 with input as workdir(`C:\app`, null)

test_variable if count(rule.deny) == 0 with input as workdir("$HOME", null)

test_folder_of_the_base_image if {
	golang := {"base": {"registry": "docker.io", "repository": "golang", "stage": null}}
	stage := object.union(golang, {"instructions": [{"instruction": "WORKDIR", "path": "shop", "workdir": null}]})
	count(rule.deny) == 0 with input as {"stages": [stage]}
}
