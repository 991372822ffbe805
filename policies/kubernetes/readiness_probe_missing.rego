# METADATA
# title: Pod behind a service has no readiness probe
# description: >-
#   Without a readiness probe a service sends requests to a pod as soon as its process runs, and goes on when it no longer
#   answers: every rollout loses requests.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
# custom:
#   kinds: [kubernetes/workload, kubernetes/Service]
#   scope: repository
#   level: warning
#   help: Give the container that serves a `readinessProbe`.
#   equivalents:
#     checkov: [CKV_K8S_9]
#     kube-linter: [no-readiness-probe]
#     kube-score: [pod-probes]
#     kubescape: [C-0018]
#     polaris: [readinessProbeMissing]
#     terrascan: [AC_K8S_0072]
package waylint.rules.kubernetes.readiness_probe_missing

import data.waylint.lib.kubernetes

deny contains {"in": document.file, "document": document.document, "at": at, "message": message} if {
	some index, service in exposed
	document := kubernetes.pods[index].document
	not document.kind in {"kubernetes/Job", "kubernetes/CronJob", "knative/Service"}
	template := kubernetes.pods[index].template
	containers := template.node.spec.containers
	containers[0].image
	not probed(containers)
	at := array.concat(template.at, ["spec", "containers", 0])
	message := sprintf("service %s sends requests to this pod before it is ready: no container has a readiness probe", [service])
}

probed(containers) if {
	some container in containers
	container.readinessProbe
}

# Which pods the services beside them send requests to, with the first of these services.
exposed[index] := min(services[index]) if some index, _ in services

services[index] contains document.node.metadata.name if {
	some document in kubernetes.objects
	document.kind == "kubernetes/Service"
	count(document.node.spec.selector) > 0
	balances(document.node.spec)
	folder := kubernetes.folder(document.file)
	some index in kubernetes.pods_with(document.node.spec.selector)
	pod := kubernetes.pods[index]
	pod.folder == folder
	together(document.node, pod.document.node)
}

# Headless services and those that only show metrics are there for being looked at, ready or not.
balances(service) if {
	not service.publishNotReadyAddresses
	not service.clusterIP == "None"
	some port in service.ports
	not contains(object.get(port, "name", ""), "metrics")
}

# A service sees the pods of its own namespace; who names none is put there later.
together(service, workload) if {
	namespaces := {namespace | some object in [service, workload]; namespace := object.metadata.namespace}
	count(namespaces) < 2
}
