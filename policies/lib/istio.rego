# METADATA
# title: Hosts, namespaces and routes of a service mesh
package waylint.lib.istio

# METADATA
# description: The namespace an object names; empty where it leaves that to whoever applies it.
namespace(node) := name if {
	name := node.metadata.namespace
	is_string(name)
} else := ""

# METADATA
# description: >-
#   The keys under which a host is looked up. One service has many names (`shop`, `shop.web`,
#   `shop.web.svc.cluster.local`), so those of a cluster are known by their first label alone: a finding is worth less
#   than a false one costs. A wildcard answers to every name.
host_keys(host) := {"*"} if contains(host, "*")

host_keys(host) := {host, labels[0]} if {
	not contains(host, "*")
	in_cluster(host)
	labels := split(host, ".")
}

host_keys(host) := {host} if {
	not contains(host, "*")
	not in_cluster(host)
}

# METADATA
# description: Whether a host is, or could be, the name of a Kubernetes service.
in_cluster(host) if count(split(host, ".")) < 3

in_cluster(host) if contains(host, ".svc.")

in_cluster(host) if endswith(host, ".svc")

# METADATA
# description: Whether a value is filled in by a tool before it is applied.
is_template(text) if {
	some mark in ["{{", "${", "$("]
	contains(text, mark)
}

# METADATA
# description: The folder a file stands in.
folder(file) := concat("/", array.slice(parts, 0, count(parts) - 1)) if parts := split(file, "/")
