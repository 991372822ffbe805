# METADATA
# title: Matrix has a value twice
# description: Every combination with the value runs twice and costs twice.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrix
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: Remove one of the two.
#   equivalents:
#     actionlint: [matrix]
package waylint.rules.github.duplicate_matrix_value

deny contains {"at": ["jobs", name, "strategy", "matrix", key, index], "message": message} if {
	some name, job in input.jobs
	some key, values in job.strategy.matrix
	not key in {"include", "exclude"}
	some index, value in values
	value in array.slice(values, 0, index)
	message := sprintf("%v is already a value of %q", [value, key])
}
