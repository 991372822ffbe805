# METADATA
# title: Reference to an object that does not exist
# description: >-
#   An autoscaler, ingress, stateful set or role binding that names an object which is not there is accepted and does
#   nothing: no scaling, an error page, no permission.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/
# - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/
# custom:
#   kinds: [kubernetes/object, kustomize/any]
#   scope: repository
#   level: warning
#   help: Correct the name, or add what it names.
#   equivalents:
#     kube-linter: [dangling-horizontalpodautoscaler, dangling-ingress]
#     kube-score: [horizontalpodautoscaler-has-target, ingress-targets-service]
#     kubescape: [C-0298, C-0300]
package waylint.rules.kubernetes.dangling_reference

import data.waylint.lib.kubernetes

deny contains {"in": document.file, "document": document.document, "at": reference.at, "message": message} if {
	input.complete
	some document in kubernetes.objects
	document.kind in {"kubernetes/HorizontalPodAutoscaler", "kubernetes/Ingress", "kubernetes/RoleBinding", "kubernetes/StatefulSet"}
	some reference in references(document)
	not [reference.kind, reference.name] in names
	not kubernetes.filled_in_later(reference.name)
	not renamed(reference)
	not made_by_operator(reference.name)
	not kubernetes.folder(document.file) in kubernetes.open_folders
	has_sibling(document, reference)
	message := sprintf("there is no %s %q", [reference.kind, reference.name])
}

references(document) := [{"at": ["spec", "scaleTargetRef", "name"], "kind": target.kind, "name": target.name}] if {
	document.kind == "kubernetes/HorizontalPodAutoscaler"
	target := document.node.spec.scaleTargetRef
	target.kind in workloads
}

references(document) := [{"at": ["spec", "serviceName"], "kind": "Service", "name": document.node.spec.serviceName}] if {
	document.kind == "kubernetes/StatefulSet"
	document.node.spec.serviceName != ""
}

references(document) := [{"at": ["roleRef", "name"], "kind": "Role", "name": document.node.roleRef.name}] if {
	document.kind == "kubernetes/RoleBinding"
	document.node.roleRef.kind == "Role"
	# The roles there come with the cluster.
	not document.node.metadata.namespace == "kube-system"
}

references(document) := array.concat(
	[{"at": array.concat(backend.at, ["service", "name"]), "kind": "Service", "name": backend.node.service.name} |
		some backend in backends(document.node)
		# The name of an action of a load balancer.
		not backend.node.service.port.name == "use-annotation"
	],
	[{"at": array.concat(backend.at, ["serviceName"]), "kind": "Service", "name": backend.node.serviceName} |
		some backend in backends(document.node)
		not backend.node.servicePort == "use-annotation"
	],
) if {
	document.kind == "kubernetes/Ingress"
}

backends(ingress) := array.concat(
	[{"at": ["spec", field], "node": ingress.spec[field]} | some field in ["backend", "defaultBackend"]],
	[{"at": array.concat(path.at, ["backend"]), "node": path.node.backend} |
		some path in waylint.view("kubernetes/ingress-path", ingress)
	],
)

workloads := {"Deployment", "StatefulSet", "ReplicaSet", "ReplicationController", "Rollout"}

# Whether something like what is missing stands in the same file, or beside it by a name that begins alike. Where nothing
# does, it comes from elsewhere.
has_sibling(document, reference) if {
	some kind in kinds_like(reference.kind)
	[kind, document.file] in kinds_of_files
}

has_sibling(document, reference) if {
	some kind in kinds_like(reference.kind)
	some name in [reference.name, document.node.metadata.name]
	[kind, kubernetes.folder(document.file), stem(name)] in stems_of_folders
}

kinds_like(kind) := workloads if kind in workloads

kinds_like(kind) := {kind} if not kind in workloads

stem(name) := split(name, "-")[0]

names contains [document.node.kind, name] if {
	some document in kubernetes.objects
	name := document.node.metadata.name
}

# Only of kinds that something may refer to.
siblings := [document |
	some document in kubernetes.objects
	document.node.kind in workloads | {"Role", "Service"}
]

kinds_of_files := {[document.node.kind, document.file] | some document in siblings}

stems_of_folders contains [document.node.kind, kubernetes.folder(document.file), start] if {
	some document in siblings
	start := stem(document.node.metadata.name)
}

# Kustomize renames: an overlay may call an object by the name it has afterwards.
renamed(reference) if {
	some prefix in prefixes
	some suffix in suffixes
	[reference.kind, trim_suffix(trim_prefix(reference.name, prefix), suffix)] in names
}

prefixes := {""} | {document.node.namePrefix | some document in kubernetes.kustomizations}

suffixes := {""} | {document.node.nameSuffix | some document in kubernetes.kustomizations}

# Operators name what they make after the resource they make it from: `shop`, `shop-es-http`.
made_by_operator(name) if {
	parts := split(name, "-")
	some end in numbers.range(1, count(parts))
	concat("-", array.slice(parts, 0, end)) in kubernetes.operator_words
}
