package waylint.rules.kubernetes.removed_api_version_test

import data.waylint.rules.kubernetes.removed_api_version as rule

object(version, kind) := {"apiVersion": version, "kind": kind, "metadata": {"name": "web"}}

test_place_and_message if {
	some finding in rule.deny with input as object("extensions/v1beta1", "Deployment")
	finding.at == ["apiVersion"]
	finding.message == "Deployment of extensions/v1beta1 is gone since Kubernetes 1.16: use apps/v1"
}

test_no_fix_where_fields_change if {
	some finding in rule.deny with input as object("networking.k8s.io/v1beta1", "Ingress")
	not finding.fix
}

test_fix_where_nothing_changes if {
	some finding in rule.deny with input as object("batch/v1beta1", "CronJob")
	finding.fix.edits == [{"op": "replace", "at": ["apiVersion"], "value": "batch/v1"}]
}

test_nothing_replaces_it if {
	some finding in rule.deny with input as object("policy/v1beta1", "PodSecurityPolicy")
	finding.message == "PodSecurityPolicy of policy/v1beta1 is gone since Kubernetes 1.25, and nothing replaces it"
}

test_old_cluster_still_serves_it if {
	settings := {"kubernetes/removed-api-version": {"kubernetes": "1.24"}}
	count(rule.deny) == 0 with input as object("batch/v1beta1", "CronJob") with data.waylint.options as settings
}

test_current if count(rule.deny) == 0 with input as object("apps/v1", "Deployment")

test_same_version_of_another_kind if count(rule.deny) == 0 with input as object("storage.k8s.io/v1beta1", "VolumeAttributesClass")
