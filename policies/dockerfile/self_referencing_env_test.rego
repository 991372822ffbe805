package waylint.rules.dockerfile.self_referencing_env_test

import data.waylint.rules.dockerfile.self_referencing_env as rule

file(pairs) := {"stages": [{"instructions": [{"instruction": "ENV", "pairs": pairs}]}]}

home := {"name": "JAVA_HOME", "value": "/opt/java"}

test_same_env if count(rule.deny) == 1 with input as file([home, {"name": "JAVA", "value": "$JAVA_HOME/bin", "undefined": ["JAVA_HOME"]}])

test_known_before if count(rule.deny) == 0 with input as file([home, {"name": "JAVA", "value": "$JAVA_HOME/bin", "variables": ["JAVA_HOME"]}])

test_itself if count(rule.deny) == 0 with input as file([{"name": "PATH", "value": "$PATH:/x", "undefined": ["PATH"]}])
