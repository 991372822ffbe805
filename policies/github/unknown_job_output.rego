# METADATA
# title: Output of the workflow names what no job gives
# description: >-
#   A workflow that is called gives what its jobs declare as outputs. Anything else is empty for the caller.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_calloutputs
# custom:
#   kinds: [github/workflow]
#   level: error
#   help: Declare the output in the job, or name one it has.
#   equivalents:
#     actionlint: [expression]
package waylint.rules.github.unknown_job_output

import data.waylint.lib.github

deny contains {"at": reference.at, "within": reference.within, "message": message} if {
	some reference in github.references
	["jobs", job, "outputs", output] = reference.path
	is_string(output)
	output != "*"
	known := outputs(job)
	not output in known
	message := sprintf("job %q has no output %q", [job, output])
}

# What a called workflow gives is not known here.
outputs(name) := {lower(output) | some written, job in input.jobs; lower(written) == name; some output, _ in job.outputs} if {
	every written, job in input.jobs {
		not calls(written, job, name)
	}
}

calls(written, job, name) if {
	lower(written) == name
	job.uses
}
