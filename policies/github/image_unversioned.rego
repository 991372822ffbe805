# METADATA
# title: Container image of a job has no version
# description: >-
#   A job in an image without a version, or with `latest`, runs in another one tomorrow, and fails for no change of ours. Whoever
#   takes the image over runs code in the job, with its secrets.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontainerimage
# custom:
#   kinds: [github/workflow, github/action]
#   level: warning
#   help: Give the image a version other than `latest`, or a digest.
#   equivalents:
#     ghalint: [deny_job_container_latest_image]
#     zizmor: [unpinned-images]
package waylint.rules.github.image_unversioned

import data.waylint.lib.github
import data.waylint.lib.images
import data.waylint.lib.kubernetes

deny contains object.union(object.union({"at": image.at, "message": message}, images.made_by(image.name)), weight(image.at, image.name)) if {
	some image in named
	is_string(image.name)
	image.name != ""
	not contains(image.name, "${{")
	not fixed(image.name)
	message := sprintf("image %q has no fixed version", [image.name])
}

# One that the matrix names.
deny contains object.union(object.union({"at": image.at, "message": message}, images.made_by(name)), weight(image.at, name)) if {
	some image in named
	key := regex.find_all_string_submatch_n(`^\$\{\{\s*matrix\.([A-Za-z0-9_-]+)\s*\}\}$`, image.name, 1)[0][1]
	matrix := input.jobs[image.at[1]].strategy.matrix
	names := array.concat([value | some value in matrix[key]], [item[key] | some item in matrix.include])
	some name in names
	is_string(name)
	name != ""
	not contains(name, "${{")
	not fixed(name)
	not one_of_several(names, name)
	message := sprintf("image %q of the matrix has no fixed version", [name])
}

# What runs beside a job gets none of its secrets, and Docker's own images are no stranger's: to follow the newest there is a choice.
weight(at, name) := {"level": "note"} if is_choice(at, name) else := {}

is_choice(at, _) if at[2] == "services"

# Its maker tells to name no version; the secret that it gets is the maker's own.
is_choice(_, name) if regex.match(`^(docker\.io/)?(semgrep|returntocorp)/semgrep(:latest)?$`, name)

# There is no other than the newest.
is_choice(_, name) if images.rolling(images.without_version(name))

is_choice(_, name) if images.newest_only(images.without_version(name))

# A registry inside of a network is the organisation's own, and so is what it builds for its jobs.
is_choice(_, name) if {
	parts := split(name, "/")
	count(parts) > 1
	some label in split(parts[0], ".")
	label in {"internal", "intranet", "corp", "lan"}
}

is_choice(_, name) if {
	parts := split(trim_prefix(trim_prefix(images.without_version(name), "docker.io/"), "library/"), "/")
	count(parts) == 1
}

fixed(name) if kubernetes.versioned(name)

fixed(name) if images.names_version(images.without_version(name))

# Beside other versions of the same image the newest is meant.
one_of_several(names, name) if {
	some other in names
	other != name
	images.without_version(other) == images.without_version(name)
}

# The place of an image and its name, which stands alone or under `image`.
named contains {"at": array.concat(job.at, ["container"]), "name": name} if {
	some job in github.jobs
	name := job.node.container
}

named contains {"at": array.concat(job.at, ["container", "image"]), "name": name} if {
	some job in github.jobs
	name := job.node.container.image
}

named contains {"at": array.concat(job.at, ["services", service, "image"]), "name": name} if {
	some job in github.jobs
	some service, _ in job.node.services
	name := job.node.services[service].image
}

named contains {"at": array.concat(step.at, ["uses"]), "name": name} if {
	some step in github.steps
	startswith(step.node.uses, "docker://")
	name := trim_prefix(step.node.uses, "docker://")
}
