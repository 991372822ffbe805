# METADATA
# title: Matrix leaves out what it does not have
# description: >-
#   An entry under `exclude` takes away the combinations that have all its values. One with an unknown key or value
#   takes none.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrixexclude
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: Name values that the matrix has, or remove the entry.
#   equivalents:
#     actionlint: [matrix]
package waylint.rules.github.ineffective_exclude

deny contains {"at": ["jobs", name, "strategy", "matrix", "exclude", index, key], "message": message} if {
	some name, job in input.jobs
	some index, entry in job.strategy.matrix.exclude
	some key, value in entry
	not lower(key) in {lower(other) | some other, _ in job.strategy.matrix}
	message := sprintf("the matrix has no key %q", [key])
}

deny contains {"at": ["jobs", name, "strategy", "matrix", "exclude", index, key], "message": message} if {
	some name, job in input.jobs
	some index, entry in job.strategy.matrix.exclude
	some key, value in entry
	# Keys are the same in small and capital letters.
	some other, values in job.strategy.matrix
	lower(other) == lower(key)
	is_array(values)
	every known in values { not has(known, value) }
	every known in array.concat(values, [value]) {
		not contains(sprintf("%v", [known]), "${{")
	}
	message := sprintf("%v is none of the values of %q", [value, key])
}

has(known, value) if known == value

# A number is compared with a text as it is written.
has(known, value) if {
	not is_object(known)
	sprintf("%v", [known]) == sprintf("%v", [value])
}

has(known, value) if object.subset(known, value)
