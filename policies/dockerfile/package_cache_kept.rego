# METADATA
# title: Package lists stay in the image
# description: >-
#   What a package manager downloads to know about packages is of no use at run time. It stays in the layer of its RUN, even if
#   a later one deletes it.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#apt-get
# custom:
#   kinds: [dockerfile/command]
#   level: note
#   help: >-
#     End the same RUN with `rm -rf /var/lib/apt/lists/*` or the manager's `clean`, use `apk add --no-cache`, or mount a cache
#     at that folder.
#   fix: safe
#   equivalents:
#     dockerfilelint: [apt-get_missing_rm, apkadd-missing_nocache_or_updaterm]
#     dockle: [DKL-DI-0004, DKL-DI-0005]
#     hadolint: [DL3009, DL3019, DL3032, DL3036, DL3040]
#     kics:
#     - dockerfile/Apt Get Install Lists Were Not Deleted
#     - dockerfile/Apk Add Using Local Cache Path
#     - dockerfile/Yum Clean All Missing
#     - dockerfile/Missing Dnf Clean All
#     - dockerfile/Missing Zypper Clean
#     semgrep:
#     - dockerfile.best-practice.remove-package-lists.remove-package-lists
#     - dockerfile.best-practice.missing-apk-no-cache.missing-apk-no-cache
#     - dockerfile.best-practice.remove-package-cache.remove-package-cache
#     - dockerfile.best-practice.missing-dnf-clean-all.missing-dnf-clean-all
#     - dockerfile.best-practice.missing-zypper-clean.missing-zypper-clean
#     terrascan: [AC_DOCKER_0009, AC_DOCKER_00025]
#     trivy: [DS-0015, DS-0019, DS-0020, DS-0025, DS-0027]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       every:
#         type: boolean
#         description: Whether stages that are not in the image count too.
#         default: false
package waylint.rules.dockerfile.package_cache_kept

import data.waylint.lib.dockerfile

deny contains object.union({"at": at, "message": message}, fix) if {
	some run in dockerfile.runs
	dockerfile.counts("dockerfile/package-cache-kept", run.at[1])
	not run.node.unparsed
	some manager in {"apt", "apk", "dnf", "zypper"}
	index := min({at | some at, command in run.node.commands; fills(command, manager)})
	not cleaned(afterwards(index, run.node), manager)
	not mounted(run.node, manager)
	message := sprintf("%s leaves its package lists in the image", [run.node.commands[index].name])
	at := array.concat(run.at, ["commands", index])
	fix := fix_of(run, index, manager)
}

fix_of(run, _, "apk") := {"fix": {"title": "add --no-cache", "safe": true, "edits": edits}} if {
	edits := [edit |
		some index, command in run.node.commands
		fills(command, "apk")
		edit := dockerfile.option_added(array.concat(run.at, ["commands", index]), command, "add", "--no-cache").edits[0]
	]
}

fix_of(run, index, manager) := {"fix": dockerfile.command_appended(run, cleaning(run.node.commands[index].name, manager))} if {
	manager != "apk"
	not relied_on(run, manager)
}

fix_of(run, _, "apt") := {} if relied_on(run, "apt")

# A later RUN installs from the lists that this one leaves, or a build from this image may.
relied_on(run, "apt") if {
	every command in run.node.commands { not installs(command, "apt") }
}

relied_on(run, "apt") if {
	some later in dockerfile.runs
	later.at > run.at
	run.at[1] in graph.reachable(dockerfile.bases, {later.at[1]})
	index := min({at | some at, command in later.node.commands; installs(command, "apt")})
	every command in array.slice(later.node.commands, 0, index) { not fills(command, "apt") }
}

installs(command, manager) if {
	done := dockerfile.task(command)
	done.manager == manager
	done.verb in {"install", "reinstall", "upgrade", "dist-upgrade", "full-upgrade", "build-dep"}
}

cleaning(_, "apt") := "rm -rf /var/lib/apt/lists/*"

cleaning(name, "dnf") := sprintf("%s clean all", [name])

cleaning(_, "zypper") := "zypper clean --all"

fills(command, "apt") if {
	done := dockerfile.task(command)
	done.manager == "apt"
	done.verb == "update"
}

fills(command, "apk") if {
	done := dockerfile.task(command)
	done.manager == "apk"
	done.verb == "add"
	# Without a network it fetches nothing.
	count({"--no-cache", "--no-network"} & {flag | some flag in command.flags}) == 0
}

fills(command, manager) if {
	done := dockerfile.task(command)
	done.manager == manager
	manager in {"dnf", "zypper"}
	done.verb in dockerfile.changing[manager] - {"remove", "erase", "autoremove", "rm"}
}

folders := {
	"apt": ["/var/lib/apt/lists"],
	"apk": ["/var/cache/apk", "/etc/apk/cache"],
	"dnf": ["/var/cache/dnf", "/var/cache/yum", "/var/cache/libdnf5"],
	"zypper": ["/var/cache/zypp"],
}

# Whoever names the folder, as `/var/lib/apt` or `/var/lib/{apt,dpkg}`, means to empty it.
named := {
	"apt": `/var/lib/(apt|\{|\*)`,
	"apk": `/var/cache/(apk|\{|\*)|/etc/apk/cache|/var/cache/?$`,
	"dnf": `/var/cache/(dnf|yum|libdnf5|\{|\*)|/var/cache/?$`,
	"zypper": `/var/cache/(zypp|\{|\*)|/var/cache/?$`,
}

# Before the lists are there nothing is cleaned, but by a trap.
afterwards(index, run) := [command | some at, command in run.commands; comes_after(at, command, index)]

comes_after(at, _, index) if at > index

comes_after(_, command, _) if command.name == "trap"

cleaned(commands, manager) if {
	some command in commands
	some word in command.words
	regex.match(named[manager], word)
}

cleaned(commands, manager) if {
	some command in commands
	dockerfile.managers[command.name] == manager
	some word in command.arguments
	word in {"clean", "cc", "distclean", "dist-clean"}
	manager != "apt"
}

cleaned(commands, "apt") if {
	some command in commands
	dockerfile.managers[command.name] == "apt"
	some word in command.arguments
	word in {"distclean", "dist-clean"}
}

# A script of the repository may do it.
cleaned(commands, _) if {
	some command in commands
	regex.match(`(?i)\.sh$|clean`, command.name)
}

mounted(run, manager) if {
	some folder in folders[manager]
	dockerfile.mounted(run, folder)
}
