package waylint.rules.compose.project_name_missing_test

import data.waylint.rules.compose.project_name_missing as rule

required := {"compose/project-name-missing": {"required": true}}

file(name, node) := {"complete": true, "documents": [{"file": name, "document": 0, "kind": "compose", "node": node}]}

test_missing if count(rule.deny) == 1 with input as file("compose.yaml", {"services": {}}) with data.waylint.options as required

test_named if count(rule.deny) == 0 with input as file("compose.yaml", {"name": "shop", "services": {}}) with data.waylint.options as required

test_not_asked_for if count(rule.deny) == 0 with input as file("compose.yaml", {"services": {}})

test_folder_is_the_name if {
	denied := rule.deny with input as file("deploy/My.Shop/compose.yaml", {}) with data.waylint.options as required
	{finding.fix.edits[0].value | some finding in denied} == {"myshop"}
}

test_folder_is_not_known if {
	denied := rule.deny with input as file("compose.yaml", {}) with data.waylint.options as required
	count([finding | some finding in denied; not finding.fix]) == 1
}
