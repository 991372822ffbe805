# METADATA
# title: Version of an action has a known hole
# description: Who uses it may run what others have put into it, or lets others run what they write.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
# custom:
#   kinds: [github/workflow, github/action]
#   level: error
#   help: Use a version in which it is mended, pinned to its commit.
#   fix: unsafe
#   equivalents:
#     codeql: [actions/vulnerable-action]
#     octoscan: [known-vulnerability]
#     poutine: [known_vulnerability_in_build_component]
#     zizmor: [known-vulnerable-actions]
package waylint.rules.github.action_vulnerable

import data.waylint.lib.github

deny contains {"at": user.at, "message": message, "fix": fix} if {
	some user in github.uses
	some hole in holes[user.name]
	version := numbers(user.version)
	before(version, hole.mended)
	not before(version, object.get(hole, "since", [0, 0, 0]))
	message := sprintf("%s@%s has the hole %s", [user.written, user.version, hole.advisory])
	mended := sprintf("%s@v%s", [user.written, concat(".", [sprintf("%d", [part]) | some part in hole.mended])])
	edit := {"op": "replace", "at": user.at, "value": mended}
	fix := {"title": sprintf("Use %s", [mended]), "safe": hole.mended[0] == version[0], "edits": [edit]}
}

deny contains {"at": user.at, "message": message} if {
	some user in github.uses
	advisory := taken_over[user.version]
	message := sprintf("%s is pinned to a commit that was put there to steal secrets (%s)", [user.written, advisory])
}

# A major or minor version alone is the newest release of it.
numbers(version) := [part |
	found := regex.find_all_string_submatch_n(`^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?$`, version, 1)[0]
	some index in [1, 2, 3]
	part := to_number([text | some text in [found[index], "100000"]; text != ""][0])
]

before([major, _, _], mended) if major < mended[0]

before([major, minor, _], mended) if {
	major == mended[0]
	minor < mended[1]
}

before([major, minor, patch], mended) if {
	major == mended[0]
	minor == mended[1]
	patch < mended[2]
}

# From the GitHub Advisory Database, https://github.com/advisories: `mended` is the first version without the hole.
holes := {
	"actions/download-artifact": [{"since": [4, 0, 0], "mended": [4, 1, 7], "advisory": "CVE-2024-42471"}],
	"atlassian/gajira-comment": [{"mended": [2, 0, 2], "advisory": "CVE-2020-14189"}],
	"atlassian/gajira-create": [{"mended": [2, 0, 1], "advisory": "CVE-2020-14188"}],
	"check-spelling/check-spelling": [{"mended": [0, 0, 19], "advisory": "CVE-2021-32724"}],
	"dawidd6/action-download-artifact": [{"mended": [6, 0, 0], "advisory": "GHSA-5xr6-xhww-33m4"}],
	"gradle/gradle-build-action": [{"mended": [2, 4, 2], "advisory": "CVE-2023-30853"}],
	"hashicorp/vault-action": [{"mended": [2, 2, 0], "advisory": "CVE-2021-32074"}],
	"rlespinasse/github-slug-action": [{"since": [4, 0, 0], "mended": [4, 4, 1], "advisory": "CVE-2023-27581"}],
	"reviewdog/action-setup": [{"mended": [1, 3, 2], "advisory": "CVE-2025-30154"}],
	"tj-actions/branch-names": [{"mended": [8, 2, 1], "advisory": "CVE-2025-54416"}],
	"tj-actions/changed-files": [{"mended": [46, 0, 1], "advisory": "CVE-2025-30066"}],
	"tj-actions/verify-changed-files": [{"mended": [17, 0, 0], "advisory": "CVE-2023-52137"}],
}

taken_over := {
	"0e58ed8671d6b60d0890c21b07f8835ace038e67": "CVE-2025-30066",
	"f0d342d24037bb11d26b9bd8496e0808ba32e9ec": "CVE-2025-30154",
}
