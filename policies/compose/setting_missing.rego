# METADATA
# title: Service lacks a setting
# description: Compose starts services with wide defaults; the settings that an organisation chooses make them safer, or let them recover.
# related_resources:
# - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   kinds: [compose/service]
#   level: note
#   help: Add the setting to the service.
#   fix: safe
#   equivalents:
#     kics:
#     - dockerCompose/No New Privileges Not Set
#     - dockerCompose/Security Opt Not Set
#     - dockerCompose/Container Capabilities Unrestricted
#     - dockerCompose/Pids Limit Not Set
#     - dockerCompose/Healthcheck Not Set
#     - dockerCompose/Restart Policy On Failure Not Set To 5
#     - dockerCompose/Networks Not Set
#     semgrep:
#     - yaml.docker-compose.security.no-new-privileges.no-new-privileges
#     - yaml.docker-compose.security.writable-filesystem-service.writable-filesystem-service
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       required:
#         description: Settings that each service needs.
#         type: array
#         items: {enum: [no-new-privileges, read-only, drop-capabilities, pids-limit, healthcheck, restart, networks]}
#         default: []
#       pids-limit:
#         description: How many processes a fix lets a service have.
#         type: integer
package waylint.rules.compose.setting_missing

import data.waylint.lib.compose

deny contains object.union({"at": service.at, "message": message}, fix_of(service, setting)) if {
	some service in compose.services
	some setting in data.waylint.options["compose/setting-missing"].required
	not has(setting, service.node)
	message := sprintf("service %s lacks %s", [service.at[1], names[setting]])
}

names := {
	"no-new-privileges": "`security_opt: [no-new-privileges:true]`",
	"read-only": "`read_only: true`",
	"drop-capabilities": "`cap_drop: [ALL]`",
	"pids-limit": "`pids_limit`",
	"healthcheck": "`healthcheck`",
	"restart": "`restart`",
	"networks": "`networks`",
}

has("no-new-privileges", service) if {
	some option in service.security_opt
	regex.match(`^no-new-privileges([:=]true)?$`, option)
}

has("read-only", service) if service.read_only == true

has("drop-capabilities", service) if {
	some capability in service.cap_drop
	upper(capability) == "ALL"
}

has("pids-limit", service) if service.pids_limit > 0

has("pids-limit", service) if service.deploy.resources.limits.pids > 0

has("healthcheck", service) if {
	service.healthcheck
	not service.healthcheck.disable
}

has("restart", service) if service.restart

has("restart", service) if service.deploy.restart_policy

has("networks", service) if service.networks

has("networks", service) if service.network_mode

# What takes rights away that hardly any program uses is safe; the rest may stop one that writes or forks.
fix_of(service, setting) := {"fix": {"title": sprintf("add %s", [names[setting]]), "safe": setting == "no-new-privileges", "edits": [edit]}} if {
	[way, value] := object.union(added, limits)[setting]
	edit := {"op": "add", "at": array.concat(service.at, placed(service.node, way)), "value": value}
} else := {}

added := {
	"no-new-privileges": ["security_opt", "no-new-privileges:true"],
	"read-only": ["read_only", true],
	"drop-capabilities": ["cap_drop", "ALL"],
	"restart": ["restart", "unless-stopped"],
}

limits := {"pids-limit": ["pids_limit", number]} if {
	number := data.waylint.options["compose/setting-missing"]["pids-limit"]
} else := {}

placed(_, way) := [way] if way in {"pids_limit", "read_only", "restart"}

placed(service, way) := [way, count(object.get(service, way, []))] if way in {"security_opt", "cap_drop"}
