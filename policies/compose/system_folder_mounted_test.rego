package waylint.rules.compose.system_folder_mounted_test

import data.waylint.rules.compose.system_folder_mounted as rule

file(volume) := {"services": {"shop": {"volumes": [volume]}}}

test_writable if count(rule.deny) == 1 with input as file("/sys:/sys")

test_read_only if count(rule.deny) == 0 with input as file("/sys:/host/sys:ro")

test_root if count(rule.deny) == 1 with input as file("/:/host:ro")

test_long if count(rule.deny) == 0 with input as file({"type": "bind", "source": "/proc", "target": "/proc", "read_only": true})

test_file if count(rule.deny) == 0 with input as file("/etc/localtime:/etc/localtime:ro")

test_watcher if {
	options := {"compose/system-folder-mounted": {"watchers": ["*/node-exporter"]}}
	count(rule.deny) == 0 with input as watcher("/:/host:ro,rslave") with data.waylint.options as options
	count(rule.deny) == 1 with input as watcher("/:/host") with data.waylint.options as options
}

watcher(volume) := {"services": {"nodes": {"image": "quay.io/prometheus/node-exporter:v1.9.1", "volumes": [volume]}}}
