package waylint.rules.github.image_unversioned_test

import data.waylint.rules.github.image_unversioned as rule

workflow(job) := {"jobs": {"test": job}}

test_container if {
	some finding in rule.deny with input as workflow({"container": "node"})
	finding.at == ["jobs", "test", "container"]
	finding.message == `image "node" has no fixed version`
}

test_container_image if {
	some finding in rule.deny with input as workflow({"container": {"image": "node:latest"}})
	finding.at == ["jobs", "test", "container", "image"]
}

test_services if {
	services := {"a": {"image": "redis"}, "b": {"image": "redis:8"}, "c": {"image": "postgres"}, "d": {"ports": []}}
	count(rule.deny) == 2 with input as workflow({"container": {"image": "node:22"}, "services": services})
}

test_step if {
	some finding in rule.deny with input as workflow({"steps": [{"run": "x"}, {"uses": "docker://alpine"}]})
	finding.at == ["jobs", "test", "steps", 1, "uses"]
}

test_versions if {
	every image in ["node:22", "localhost:5000/node:22", "node@sha256:0123", "${{ matrix.image }}", ""] {
		count(rule.deny) == 0 with input as workflow({"container": image})
	}
}

test_matrix if {
	some finding in rule.deny with input as {"jobs": {"build": {
		"container": "${{ matrix.image }}",
		"strategy": {"matrix": {"image": ["debian:12", "fedora"]}},
		"steps": [],
	}}}
	finding.at == ["jobs", "build", "container"]
}

test_versions_of_a_matrix if {
	count(rule.deny) == 0 with input as workflow(of_matrix(["mysql:8.4", "mysql:latest"]))
	count(rule.deny) == 1 with input as workflow(of_matrix(["mysql:latest", "postgres:17"]))
}

of_matrix(names) := {"container": "${{ matrix.image }}", "strategy": {"matrix": {"image": names}}}

test_version_in_the_name if {
	job := {"runs-on": "ubuntu-24.04", "container": "redhat/ubi9:latest", "steps": [{"run": "make"}]}
	count(rule.deny) == 0 with input as {"on": "push", "jobs": {"build": job}}
}

test_maker if {
	job := {"runs-on": "ubuntu-24.04", "container": "ghcr.io/acme/builder:latest", "steps": [{"run": "make"}]}
	some finding in rule.deny with input as {"on": "push", "jobs": {"build": job}}
	finding.owner == "acme/builder"
}

test_choice if {
	jobs := {"test": {"container": "alpine:latest", "services": {"db": {"image": "acme/db"}}}}
	findings := rule.deny with input as {"jobs": jobs}
	count(findings) == 2
	every finding in findings { finding.level == "note" }
}

test_image_of_a_stranger if {
	some finding in rule.deny with input as {"jobs": {"test": {"container": "acme/lint"}}}
	not finding.level
}

test_registry_of_a_network if {
	job := {"runs-on": "ubuntu-24.04", "container": "docker.internal.example.com/builder:latest", "steps": [{"run": "make"}]}
	some finding in rule.deny with input as {"on": "push", "jobs": {"build": job}}
	finding.level == "note"
}

test_owner_called_internal if {
	job := {"runs-on": "ubuntu-24.04", "container": "ghcr.io/internal/builder:latest", "steps": [{"run": "make"}]}
	some finding in rule.deny with input as {"on": "push", "jobs": {"build": job}}
	not finding.level
}

test_newest_only if {
	every image in ["archlinux/archlinux:latest", "cgr.dev/chainguard/go:latest"] {
		some finding in rule.deny with input as {"jobs": {"test": {"container": image}}}
		finding.level == "note"
	}
}
