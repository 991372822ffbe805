# METADATA
# title: Schedule cannot be read
# description: GitHub refuses a workflow whose cron expression is not five fields of numbers, names, ranges and steps.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
# custom:
#   kinds: [github/workflow]
#   level: error
#   help: Write minute, hour, day of the month, month and day of the week.
#   equivalents:
#     actionlint: [events]
package waylint.rules.github.invalid_schedule

deny contains {"at": place(index), "message": message} if {
	some index, entry in input.on.schedule
	written(entry.cron)
	count(fields(entry.cron)) != 5
	message := sprintf("%q does not have five fields", [entry.cron])
}

deny contains {"at": place(index), "text": text, "message": message} if {
	some index, entry in input.on.schedule
	written(entry.cron)
	count(fields(entry.cron)) == 5
	some position, field in units
	text := fields(entry.cron)[position]
	some item in split(text, ",")
	not regex.match(sprintf(`(?i)^(\*|\?|(%s)(-(%s))?)(/[1-9][0-9]*)?$`, [field.value, field.value]), item)
	message := sprintf("%q is no %s", [item, field.name])
}

# Not filled in by a template.
written(cron) if {
	is_string(cron)
	not regex.match(`\$|\{\{`, cron)
}

place(index) := ["on", "schedule", index, "cron"]

fields(cron) := [field | some field in regex.split(`\s+`, cron); field != ""]

units := [
	{"name": "minute", "value": `[0-5]?[0-9]`},
	{"name": "hour", "value": `[01]?[0-9]|2[0-3]`},
	{"name": "day of a month", "value": `0?[1-9]|[12][0-9]|3[01]`},
	{"name": "month", "value": `0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec`},
	{"name": "day of the week", "value": `[0-7]|sun|mon|tue|wed|thu|fri|sat`},
]
