# METADATA
# title: Selector does not match the pods of its own template
# description: >-
#   A workload finds its pods by their labels. If its selector asks for labels that its template does not give, the API
#   server refuses the object.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
# - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
# custom:
#   kinds: [kubernetes/service-workload, kubernetes/Job]
#   level: error
#   help: Give selector and template the same labels.
#   equivalents:
#     kube-linter: [mismatching-selector]
#     kube-score: [deployment-pod-selector-labels-match-template-metadata-labels, statefulset-pod-selector-labels-match-template-metadata-labels]
#     kubescape: [C-0296]
package waylint.rules.kubernetes.selector_mismatch

import data.waylint.lib.kubernetes

deny contains {"at": array.concat(place, [key]), "message": message} if {
	whole
	some key, value in wanted
	not given(key, value)
	message := sprintf("selector wants %s=%v, %s", [key, value, instead(key)])
}

deny contains {"at": ["spec", "selector", "matchExpressions", index], "message": message} if {
	whole
	some index, expression in input.spec.selector.matchExpressions
	not kubernetes.meets(expression, labels)
	message := sprintf("the template's labels do not meet the selector's expression on %v", [expression.key])
}

# Patches hold a part of a template only, or selector and template in different files.
whole if input.spec.template.spec.containers[0].image

labels := object.get(input, ["spec", "template", "metadata", "labels"], {})

place := ["spec", "selector"] if {
	input.kind == "ReplicationController"
} else := ["spec", "selector", "matchLabels"]

wanted := object.get(input, place, {})

given(key, value) if labels[key] == value

instead(key) := sprintf("the template says %v", [labels[key]]) if {
	is_object(labels)
	labels[key]
} else := "which the template does not have"
