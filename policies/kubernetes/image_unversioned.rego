# METADATA
# title: Container image has no version
# description: >-
#   An image without a version, or with `latest`, changes under the workload that runs it: two replicas may run
#   different code, and a rollback brings back the same image.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/containers/images/#image-names
# custom:
#   kinds: [kubernetes/container]
#   level: warning
#   help: Give the image a version other than `latest`, or a digest.
#   equivalents:
#     checkov: [CKV_K8S_14]
#     kube-linter: [latest-tag]
#     kube-score: [container-image-tag]
#     polaris: [tagNotSpecified]
#     trivy: [KSV-0013]
package waylint.rules.kubernetes.image_unversioned

import data.waylint.lib.kubernetes

deny contains {"at": array.concat(container.at, ["image"]), "message": message} if {
	some container in kubernetes.containers
	not kubernetes.versioned(container.node.image)
	not kubernetes.filled_in_later(container.node.image)
	# Istio's injector puts its own image there.
	container.node.image != "auto"
	message := sprintf("image %q has no version", [container.node.image])
}
