# METADATA
# title: Hooks are fetched over a connection that nobody secures
# description: Whoever stands between can put other code into hooks that run on every machine.
# related_resources:
# - ref: https://pre-commit.com/#repos-repo
# custom:
#   kinds: [pre-commit/config]
#   level: warning
#   help: Use `https://`.
#   fix: safe
#   equivalents:
#     zizmor: [insecure-url-scheme]
package waylint.rules.github.hook_url_insecure

deny contains {"at": ["repos", index, "repo"], "message": message, "fix": fix} if {
	some index, entry in input.repos
	scheme := regex.find_n(`^(http|git|ftp)://`, entry.repo, 1)[0]
	message := sprintf("%s is fetched without encryption", [entry.repo])
	edit := {"op": "replace", "at": ["repos", index, "repo"], "text": scheme, "value": "https://"}
	fix := {"title": "Fetch it by https", "safe": true, "edits": [edit]}
}
