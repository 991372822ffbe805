# METADATA
# title: Parts of Kubernetes objects that rules talk about
package waylint.lib.kubernetes

# METADATA
# description: All containers of the document, init and ephemeral ones included, with their places.
containers := waylint.view("kubernetes/container", input)

# METADATA
# description: The containers that run as long as the pod does.
main_containers := waylint.view("kubernetes/main-container", input)

# METADATA
# description: The pod's own settings, wherever its kind keeps them.
pod_specs := waylint.view("kubernetes/pod-spec", input)

# METADATA
# description: Whether an image names a version that is not `latest`, or a digest.
versioned(image) if contains(image, "@")

versioned(image) if {
	tag := image_tag(image)
	tag != "latest"
}

# METADATA
# description: The tag of an image; undefined if it has none. A colon before the last slash belongs to a port.
image_tag(image) := tag if {
	parts := split(image, "/")
	name := split(parts[count(parts) - 1], ":")
	count(name) == 2
	tag := name[1]
	tag != ""
}

# METADATA
# description: Whether labels meet one expression of a label selector. An operator nobody knows is met.
meets(expression, labels) if {
	expression.operator == "In"
	has_listed_value(expression, labels)
}

meets(expression, labels) if {
	expression.operator == "NotIn"
	not has_listed_value(expression, labels)
}

meets(expression, labels) if {
	expression.operator == "Exists"
	expression.key in object.keys(labels)
}

meets(expression, labels) if {
	expression.operator == "DoesNotExist"
	not expression.key in object.keys(labels)
}

meets(expression, _) if not expression.operator in {"In", "NotIn", "Exists", "DoesNotExist"}

has_listed_value(expression, labels) if labels[expression.key] in expression.values

# What follows is for rules of repository scope, whose input holds all documents. Everything is looked up by key, and
# documents are sorted into few lists first: a repository may hold thousands of them.

# METADATA
# description: The folder that a file lies in.
folder(file) := concat("/", array.slice(parts, 0, count(parts) - 1)) if parts := split(file, "/")

# METADATA
# description: Documents that Kustomize reads.
kustomizations := [document | some document in input.documents; startswith(document.kind, "kustomize/")]

# METADATA
# description: Documents that a cluster is given.
objects := [document | some document in input.documents; not startswith(document.kind, "kustomize/")]

# METADATA
# description: All pod templates of the repository, with the documents that hold them and the folders these lie in.
pods := [pod |
	some document in objects
	some template in waylint.view("kubernetes/pod-template", document.node)
	pod := {"document": document, "folder": folder(document.file), "template": template}
]

# METADATA
# description: A label as one word.
label(key, value) := concat("=", [key, value])

# METADATA
# description: Label → which of the pods have it.
pods_by_label[word] contains index if {
	some index, pod in pods
	some key, value in pod.template.node.metadata.labels
	word := label(key, value)
}

# METADATA
# description: Which of the pods have all of the labels. The rarest of them is looked at first.
pods_with(labels) := {index |
	sets := [pods_by_label[label(key, value)] | some key, value in labels]
	count(sets) == count(labels)
	fewest := min([count(set) | some set in sets])
	candidates := [set | some set in sets; count(set) == fewest]
	some index in candidates[0]
	every set in sets {
		index in set
	}
}

# METADATA
# description: Labels that some Kustomization adds to what it is made of.
kustomized_labels contains word if {
	some document in kustomizations
	some key, value in document.node.commonLabels
	word := label(key, value)
}

kustomized_labels contains word if {
	some document in kustomizations
	some entry in document.node.labels
	some key, value in entry.pairs
	word := label(key, value)
}

# METADATA
# description: Folders with a Kustomization that takes objects from outside of the repository.
open_folders := {folder(document.file) | some document in kustomizations; outside(document.node)}

outside(kustomization) if kustomization.helmCharts

outside(kustomization) if {
	some field in ["resources", "bases", "components"]
	some path in kustomization[field]
	regex.match(`://|^git@|^[a-z0-9.-]+\.[a-z]+/.*//|^(www\.)?(github|gitlab)\.com|[?&]ref=`, path)
}

# METADATA
# description: >-
#   Words by which custom resources call what their operators make of them: their names and labels, and the name of
#   their kind. What carries such a word may well exist, though no manifest says so.
operator_words contains word if {
	some document in operated
	some word in [document.node.metadata.name, lower(document.node.kind)]
}

operator_words contains word if {
	some document in operated
	some field in ["metadata", "spec"]
	some word in document.node[field].labels
}

# Custom resources, but for those that make nothing which others refer to.
operated := [document |
	some document in objects
	not startswith(document.kind, "kubernetes/")
	not regex.match(`^(argo-rollouts/|cert-manager/|external-secrets/|gateway-api/.*Route$|istio/(VirtualService|DestinationRule|AuthorizationPolicy|PeerAuthentication|RequestAuthentication|Sidecar|Telemetry|EnvoyFilter|ServiceEntry)$|keda/|kyverno/|prometheus-operator/(ServiceMonitor|PodMonitor|PrometheusRule|Probe|ScrapeConfig)$|traefik/)`, document.kind)
]

# METADATA
# description: Whether a value is filled in later, by a template or a script.
filled_in_later(value) if not is_string(value)

filled_in_later(value) if regex.match(`[${}<>%]`, value)
