# METADATA
# title: Secret is written into the manifest
# description: >-
#   A password in a manifest is known to everyone who may read the repository or the pod, stays in the history for good,
#   and cannot be changed without a new rollout.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/security/secrets-good-practices/
# - ref: https://kubernetes.io/docs/tasks/inject-data-application/distribute-credentials-secure/
# custom:
#   kinds: [kubernetes/container]
#   level: warning
#   help: Keep the value in a secret store and refer to it with `valueFrom.secretKeyRef`; change it if it was in use.
#   equivalents:
#     kube-linter: [env-var-secret]
#     kubescape: [C-0012]
#     polaris: [sensitiveContainerEnvVar]
package waylint.rules.kubernetes.literal_secret

import data.waylint.lib.kubernetes

deny contains {"at": array.concat(container.at, ["env", index, "value"]), "message": message} if {
	some container in kubernetes.containers
	some index, variable in container.node.env
	secret_name(variable.name)
	secret_value(variable.value)
	message := sprintf("the value of %s stands in the manifest", [variable.name])
}

# The words must end the name: TOKEN_URL, PASSWORD_FILE and SECRET_NAME say where a secret is, not what it is.
secret_name(name) if {
	regex.match(`(?i)(^|[_.-]|[a-z])(password|passwd|passphrase|pwd|secret|token|api_?key|access_?key|secret_?key|private_?key|encryption_?key|credentials?)([_-]?[0-9]+)?$`, name)
	not regex.match(`(?i)(cancellation|continuation|max|min|page|public|stop|discovery|cluster)[_-]?(tokens?|key)$`, name)
}

secret_value(value) if {
	is_string(value)
	count(value) > 2
	not placeholder(value)
}

# Filled in by Kubernetes, a template, a shell or a human.
placeholder(value) if regex.match(`\$\(|\$\{|\$[A-Z_]+$|\{\{|<.*>|^%.*%$|^__.*__$|\*\*\*|^\[.*\]$`, value)

placeholder(value) if regex.match(`(?i)^(true|false|yes|no|none|null|nil|unset|disabled|enabled|n/a|auto|dummy|x+|todo.*|tbd|redacted|placeholder)$`, value)

placeholder(value) if regex.match(`(?i)(change[_-]?(me|this|it)|replace|insert[_-]|your|put[_-]?your|example|placeholder|_VAL(UE)?$)`, value)

# References to where the secret is: `vault:secret/…`, `ref+awsssm://…`, `arn:…`, `/var/run/secrets/…`, `projects/…`.
placeholder(value) if regex.match(`^(/|\./|[a-z][a-z0-9+.-]*:(//)?[^:@]*$|arn:|projects/)`, value)

# A number: a length, a count, a lifetime.
placeholder(value) if regex.match(`^[0-9]{1,5}(ms|s|m|h|d)?$`, value)
