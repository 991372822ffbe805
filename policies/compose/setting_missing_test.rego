package waylint.rules.compose.setting_missing_test

import data.waylint.rules.compose.setting_missing as rule

option(setting) := {"compose/setting-missing": {"required": [setting]}}

fine := {
	"security_opt": ["no-new-privileges:true"],
	"read_only": true,
	"cap_drop": ["all"],
	"pids_limit": 100,
	"healthcheck": {"test": ["CMD", "true"]},
	"restart": "always",
	"networks": ["back"],
}

settings := ["no-new-privileges", "read-only", "drop-capabilities", "pids-limit", "healthcheck", "restart", "networks"]

test_missing if {
	every setting in settings {
		count(rule.deny) == 1 with input as {"services": {"shop": {}}} with data.waylint.options as option(setting)
	}
}

test_there if {
	every setting in settings {
		count(rule.deny) == 0 with input as {"services": {"shop": fine}} with data.waylint.options as option(setting)
	}
}

test_switched_off if {
	service := {"healthcheck": {"disable": true}}
	count(rule.deny) == 1 with input as {"services": {"shop": service}} with data.waylint.options as option("healthcheck")
}

test_not_asked_for if count(rule.deny) == 0 with input as {"services": {"shop": {}}}
