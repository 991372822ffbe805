# METADATA
# title: Job has no matrix to take a value from
# description: >-
#   Without a matrix every key of it is empty, and nobody is told. What is left over from a job with a matrix then asks for version
#   "", or compares with nothing.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#matrix-context
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: Write the value itself, or give the job a matrix.
#   equivalents:
#     actionlint: [expression]
package waylint.rules.github.matrix_missing

import data.waylint.lib.github

# A value that asks for several of its keys, or a script, is told of once.
deny contains {"at": at, "within": within, "message": "the job has no matrix"} if {
	some at in {reference.at | some reference in lost}
	within := min({reference.within | some reference in lost; reference.at == at})
}

lost := [reference |
	some reference in github.references
	reference.at[0] == "jobs"
	reference.path[0] == "matrix"
	not input.jobs[reference.at[1]].strategy
]
