# METADATA
# title: API version is no longer served
# description: >-
#   Kubernetes stops serving old versions of its APIs. Clusters from that release on refuse the object, and upgrading
#   one leaves the manifest that made it behind.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
# custom:
#   kinds: [kubernetes/any]
#   level: error
#   help: Move to the version that replaced it; the migration guide says which fields change.
#   equivalents:
#     gatekeeper: [VerifyDeprecatedAPI]
#     kube-linter: [no-extensions-v1beta]
#     kube-score: [stable-version]
#     kyverno: [check-deprecated-apis]
#     trivy: [KSV-0107]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       kubernetes:
#         description: The oldest release of Kubernetes that the manifests go to.
#         type: string
#         pattern: ^1\.[0-9]+$
#         default: "1.32"
package waylint.rules.kubernetes.removed_api_version

deny contains object.union({"at": ["apiVersion"], "message": message}, fix) if {
	# The table is long, and most objects need not ask it.
	contains(input.apiVersion, "beta")
	entry := removed(input.apiVersion)[input.kind]
	entry.since <= release
	message := sprintf("%s of %s is gone since Kubernetes 1.%d%s", [input.kind, input.apiVersion, entry.since, successor(entry)])
	fix := fix_of(entry)
}

# The minor number of the oldest cluster; judged as the newest release the table knows if nobody says.
default release := 32

release := to_number(split(data.waylint.options["kubernetes/removed-api-version"].kubernetes, ".")[1])

successor(entry) := sprintf(": use %s", [entry.to])

successor(entry) := ", and nothing replaces it" if not entry.to

# Only where the fields stay as they are.
fix_of(entry) := {"fix": {
	"title": sprintf("Move to %s", [entry.to]),
	"safe": true,
	"edits": [{"op": "replace", "at": ["apiVersion"], "value": entry.to}],
}} if {
	entry.same
}

fix_of(entry) := {} if not entry.same

# Kinds of a version: `since` is the first minor release that refuses it, `same` says that no field changes with `to`. A
# function, so that the table is only made when it is asked for.
removed(version) := versions[version] if versions := {
	"admissionregistration.k8s.io/v1beta1": {
		"MutatingWebhookConfiguration": {"since": 22, "to": "admissionregistration.k8s.io/v1"},
		"ValidatingWebhookConfiguration": {"since": 22, "to": "admissionregistration.k8s.io/v1"},
	},
	"apiextensions.k8s.io/v1beta1": {"CustomResourceDefinition": {"since": 22, "to": "apiextensions.k8s.io/v1"}},
	"apiregistration.k8s.io/v1beta1": {"APIService": {"since": 22, "to": "apiregistration.k8s.io/v1", "same": true}},
	"apps/v1beta1": {
		"Deployment": {"since": 16, "to": "apps/v1"},
		"ReplicaSet": {"since": 16, "to": "apps/v1"},
		"StatefulSet": {"since": 16, "to": "apps/v1"},
	},
	"apps/v1beta2": {
		"DaemonSet": {"since": 16, "to": "apps/v1"},
		"Deployment": {"since": 16, "to": "apps/v1"},
		"ReplicaSet": {"since": 16, "to": "apps/v1"},
		"StatefulSet": {"since": 16, "to": "apps/v1"},
	},
	"authentication.k8s.io/v1beta1": {"TokenReview": {"since": 22, "to": "authentication.k8s.io/v1", "same": true}},
	"authorization.k8s.io/v1beta1": {
		"LocalSubjectAccessReview": {"since": 22, "to": "authorization.k8s.io/v1"},
		"SelfSubjectAccessReview": {"since": 22, "to": "authorization.k8s.io/v1"},
		"SubjectAccessReview": {"since": 22, "to": "authorization.k8s.io/v1"},
	},
	"autoscaling/v2beta1": {"HorizontalPodAutoscaler": {"since": 25, "to": "autoscaling/v2"}},
	"autoscaling/v2beta2": {"HorizontalPodAutoscaler": {"since": 26, "to": "autoscaling/v2", "same": true}},
	"batch/v1beta1": {"CronJob": {"since": 25, "to": "batch/v1", "same": true}},
	"certificates.k8s.io/v1beta1": {"CertificateSigningRequest": {"since": 22, "to": "certificates.k8s.io/v1"}},
	"coordination.k8s.io/v1beta1": {"Lease": {"since": 22, "to": "coordination.k8s.io/v1", "same": true}},
	"discovery.k8s.io/v1beta1": {"EndpointSlice": {"since": 25, "to": "discovery.k8s.io/v1"}},
	"events.k8s.io/v1beta1": {"Event": {"since": 25, "to": "events.k8s.io/v1"}},
	"extensions/v1beta1": {
		"DaemonSet": {"since": 16, "to": "apps/v1"},
		"Deployment": {"since": 16, "to": "apps/v1"},
		"Ingress": {"since": 22, "to": "networking.k8s.io/v1"},
		"NetworkPolicy": {"since": 16, "to": "networking.k8s.io/v1", "same": true},
		"PodSecurityPolicy": {"since": 16},
		"ReplicaSet": {"since": 16, "to": "apps/v1"},
	},
	"flowcontrol.apiserver.k8s.io/v1beta1": {
		"FlowSchema": {"since": 26, "to": "flowcontrol.apiserver.k8s.io/v1"},
		"PriorityLevelConfiguration": {"since": 26, "to": "flowcontrol.apiserver.k8s.io/v1"},
	},
	"flowcontrol.apiserver.k8s.io/v1beta2": {
		"FlowSchema": {"since": 29, "to": "flowcontrol.apiserver.k8s.io/v1"},
		"PriorityLevelConfiguration": {"since": 29, "to": "flowcontrol.apiserver.k8s.io/v1"},
	},
	"flowcontrol.apiserver.k8s.io/v1beta3": {
		"FlowSchema": {"since": 32, "to": "flowcontrol.apiserver.k8s.io/v1", "same": true},
		"PriorityLevelConfiguration": {"since": 32, "to": "flowcontrol.apiserver.k8s.io/v1"},
	},
	"networking.k8s.io/v1beta1": {
		"Ingress": {"since": 22, "to": "networking.k8s.io/v1"},
		"IngressClass": {"since": 22, "to": "networking.k8s.io/v1", "same": true},
	},
	"node.k8s.io/v1beta1": {"RuntimeClass": {"since": 25, "to": "node.k8s.io/v1", "same": true}},
	"policy/v1beta1": {
		# An empty selector takes every pod of the namespace now, and none before.
		"PodDisruptionBudget": {"since": 25, "to": "policy/v1"},
		"PodSecurityPolicy": {"since": 25},
	},
	"rbac.authorization.k8s.io/v1beta1": {
		"ClusterRole": {"since": 22, "to": "rbac.authorization.k8s.io/v1", "same": true},
		"ClusterRoleBinding": {"since": 22, "to": "rbac.authorization.k8s.io/v1", "same": true},
		"Role": {"since": 22, "to": "rbac.authorization.k8s.io/v1", "same": true},
		"RoleBinding": {"since": 22, "to": "rbac.authorization.k8s.io/v1", "same": true},
	},
	"scheduling.k8s.io/v1beta1": {"PriorityClass": {"since": 22, "to": "scheduling.k8s.io/v1", "same": true}},
	"storage.k8s.io/v1beta1": {
		"CSIDriver": {"since": 22, "to": "storage.k8s.io/v1", "same": true},
		"CSINode": {"since": 22, "to": "storage.k8s.io/v1", "same": true},
		"CSIStorageCapacity": {"since": 27, "to": "storage.k8s.io/v1", "same": true},
		"StorageClass": {"since": 22, "to": "storage.k8s.io/v1", "same": true},
		"VolumeAttachment": {"since": 22, "to": "storage.k8s.io/v1", "same": true},
	},
}
