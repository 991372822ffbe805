# METADATA
# title: Selector finds no pods
# description: >-
#   A service whose selector fits no pod answers nobody, and a disruption budget that fits none protects nothing. Both are
#   accepted without a word, so the slip shows when it hurts.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service
# - ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# custom:
#   kinds: [kubernetes/object, kustomize/any]
#   scope: repository
#   level: warning
#   help: Give selector and pod template the same labels.
#   equivalents:
#     kube-linter: [dangling-service]
#     kube-score: [service-targets-pod]
#     kubescape: [C-0293]
package waylint.rules.kubernetes.selector_without_pods

import data.waylint.lib.kubernetes

deny contains {"in": document.file, "document": document.document, "at": at, "message": message(unknown)} if {
	input.complete
	some document in holders
	some selector in selectors(document)
	unknown := [label |
		some key, value in selector.labels
		label := kubernetes.label(key, value)
		not kubernetes.pods_by_label[label]
		not added_by_others(key, label)
	]
	count(unknown) > 0
	expected(document, selector.labels)
	at := place(selector, unknown)
}

deny contains {"in": document.file, "document": document.document, "at": selector.at, "message": message} if {
	input.complete
	some document in holders
	some selector in selectors(document)
	every key, value in selector.labels {
		kubernetes.pods_by_label[kubernetes.label(key, value)]
	}
	count(kubernetes.pods_with(selector.labels)) == 0
	expected(document, selector.labels)
	message := "no pod has all of these labels"
}

holders := [document |
	some document in kubernetes.objects
	document.kind in {"kubernetes/PodDisruptionBudget", "kubernetes/Service"}
	# Pods there come with the cluster.
	not document.node.metadata.namespace == "kube-system"
]

selectors(document) := [{"at": ["spec", "selector"], "labels": document.node.spec.selector}] if {
	document.kind == "kubernetes/Service"
	count(document.node.spec.selector) > 0
	not document.node.spec.type == "ExternalName"
}

selectors(document) := [{"at": ["spec", "selector", "matchLabels"], "labels": selector.matchLabels}] if {
	document.kind == "kubernetes/PodDisruptionBudget"
	selector := document.node.spec.selector
	count(selector.matchLabels) > 0
	not selector.matchExpressions
}

# Kustomize adds labels on both sides, controllers to the pods they make.
added_by_others(_, label) if label in kubernetes.kustomized_labels

added_by_others(key, _) if key in {"controller-revision-hash", "job-name", "pod-template-hash", "rollouts-pod-template-hash"}

added_by_others(key, _) if {
	some prefix in ["apps.kubernetes.io/", "batch.kubernetes.io/", "statefulset.kubernetes.io/"]
	startswith(key, prefix)
}

# Whether the pods should be in this repository: others that they are akin to stand beside it, and nobody else makes these.
expected(document, labels) if {
	akin(document, labels)
	not kubernetes.folder(document.file) in kubernetes.open_folders
	not made_by_operator(labels)
	every _, value in labels {
		not kubernetes.filled_in_later(value)
	}
}

akin(document, _) if document.file in pod_files

akin(document, labels) if {
	some word in array.concat([document.node.metadata.name], [value | some _, value in labels])
	[kubernetes.folder(document.file), word] in pod_words
}

pod_files := {pod.document.file | some pod in kubernetes.pods}

# What the pods of a folder are called: by the workload's name and by their labels.
pod_words contains [pod.folder, name] if {
	some pod in kubernetes.pods
	name := pod.document.node.metadata.name
}

pod_words contains [pod.folder, value] if {
	some pod in kubernetes.pods
	some value in pod.template.node.metadata.labels
}

made_by_operator(labels) if {
	some _, value in labels
	value in kubernetes.operator_words
}

# The label, if it is only one.
place(selector, unknown) := array.concat(selector.at, [key]) if {
	count(unknown) == 1
	some key, value in selector.labels
	kubernetes.label(key, value) == unknown[0]
} else := selector.at

message(unknown) := sprintf("no pod is labelled %s", [concat(", ", unknown)])
