# METADATA
# title: Expression refers to a key that the matrix lacks
# description: >-
#   A key that no combination of the matrix has is empty, and nobody is told. Some count on that, so that all jobs can have the same
#   steps; in others a name was misspelt.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#matrix-context
# custom:
#   kinds: [github/workflow]
#   level: note
#   help: Add the key to the matrix, or name one it has.
#   equivalents:
#     actionlint: [expression]
package waylint.rules.github.unknown_matrix_key

import data.waylint.lib.github

deny contains {"at": reference.at, "within": reference.within, "message": message} if {
	some reference in github.references
	reference.at[0] == "jobs"
	reference.path[0] == "matrix"
	key := reference.path[1]
	is_string(key)
	key != "*"
	job := input.jobs[reference.at[1]]
	is_known(job)
	not key in keys(job)
	message := sprintf("the matrix has no key %q", [key])
}

# Whether all of the matrix is written here.
is_known(job) if {
	is_object(job.strategy.matrix)
	include := object.get(job.strategy.matrix, "include", [])
	is_array(include)
	every entry in include { is_object(entry) }
}

keys(job) := {lower(key) | some key, _ in job.strategy.matrix; not key in {"include", "exclude"}} |
	{lower(key) | some entry in job.strategy.matrix.include; some key, _ in entry}
