# METADATA
# title: Schedule asks for more than GitHub gives
# description: The shortest interval is five minutes. What is asked for in between does not run.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
# custom:
#   kinds: [github/workflow]
#   level: warning
#   help: Schedule the workflow every five minutes or less often.
#   equivalents:
#     actionlint: [events]
package waylint.rules.github.schedule_too_frequent

deny contains {"at": ["on", "schedule", index, "cron"], "message": message} if {
	some index, entry in input.on.schedule
	minute := regex.split(`\s+`, trim_space(entry.cron))[0]
	regex.match(`^(\*|\*/[1-4]|[0-9]+-[0-9]+(/[1-4])?)$`, minute)
	message := sprintf("%q is more often than every five minutes", [entry.cron])
}
