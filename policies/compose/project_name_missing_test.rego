package waylint.rules.compose.project_name_missing_test

import data.waylint.rules.compose.project_name_missing as rule

required := {"compose/project-name-missing": {"required": true}}

test_missing if count(rule.deny) == 1 with input as {"services": {}} with data.waylint.options as required

test_named if count(rule.deny) == 0 with input as {"name": "shop", "services": {}} with data.waylint.options as required

test_not_asked_for if count(rule.deny) == 0 with input as {"services": {}}
