package waylint.rules.dockerfile.add_for_local_files_test

import data.waylint.rules.dockerfile.add_for_local_files as rule

file(sources, flags) := {"stages": [{"instructions": [{"instruction": "ADD", "keyword": "ADD", "sources": sources, "flags": flags}]}]}

test_folder if {
	some finding in rule.deny with input as file(["src", "pom.xml"], {})
	finding.fix.edits == [{"op": "replace", "at": ["stages", 0, "instructions", 0, "keyword"], "value": "COPY"}]
}

test_archive if count(rule.deny) == 0 with input as file(["rootfs.tar.xz"], {})

test_address if count(rule.deny) == 0 with input as file(["https://example.org/a"], {})

test_variable if count(rule.deny) == 0 with input as file(["$ARCHIVE"], {})

test_unpack if count(rule.deny) == 0 with input as file(["a"], {"unpack": ["true"]})

test_variable_of_a_folder if {
	count(rule.deny) == 1 with input as file(["${BUILD_DIR}/shop-${VERSION}/shop"], {})
	count(rule.deny) == 0 with input as file(["${BUILD_DIR}/shop-${VERSION}.tar.gz"], {})
}
