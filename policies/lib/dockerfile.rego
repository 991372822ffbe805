# METADATA
# title: Parts of Dockerfiles that rules talk about
package waylint.lib.dockerfile

# METADATA
# description: All instructions of the stages, with their places.
instructions := waylint.view("dockerfile/instruction", input)

# METADATA
# description: The RUN instructions, with their places.
runs := [instruction |
	some instruction in instructions
	instruction.node.instruction == "RUN"
]

# METADATA
# description: The stages whose layers are in the image that is built, by index.
image_stages := graph.reachable(bases, finals)

bases[index] := [base | base := stage.base.stage; is_number(base)] if some index, stage in input.stages

finals := {index | some index, stage in input.stages; stage.final}

# METADATA
# description: Whether an instruction adds to the image that is built.
in_image(instruction) if instruction.at[1] in image_stages

# METADATA
# description: What stands where the image that is built starts, `scratch` among them.
first_base := input.stages[index].base if {
	some index in image_stages
	count(bases[index]) == 0
}

# METADATA
# description: Package managers under one name for all that take the same words.
managers := {
	"apt-get": "apt",
	"apt": "apt",
	"apk": "apk",
	"yum": "dnf",
	"dnf": "dnf",
	"microdnf": "dnf",
	"zypper": "zypper",
}

# METADATA
# description: What makes a package manager change the packages that are installed.
changing := {
	"apt": {"install", "reinstall", "upgrade", "dist-upgrade", "full-upgrade", "build-dep", "remove", "purge", "autoremove"},
	"apk": {"add", "upgrade", "del", "fix"},
	"dnf": {"install", "reinstall", "upgrade", "update", "downgrade", "groupinstall", "localinstall", "remove", "erase", "autoremove"},
	"zypper": {"install", "in", "update", "up", "patch", "dist-upgrade", "dup", "remove", "rm"},
}

# METADATA
# description: >-
#   What a command tells a package manager to do: the manager's family and its verb. Values of options stand among the
#   arguments, so the first known verb counts.
task(command) := {"manager": manager, "verb": verb} if {
	manager := managers[command.name]
	verb := [word | some word in command.arguments; word in known[manager]][0]
}

known[manager] := verbs | {"update", "clean", "cc"} if some manager, verbs in changing

# METADATA
# description: Whether a command changes the packages that are installed.
changes_packages(command) if {
	done := task(command)
	done.verb in changing[done.manager]
}

# METADATA
# description: Whether a command fetches the lists of packages and does nothing else.
updates_lists(command) if {
	done := task(command)
	done.manager in {"apt", "apk"}
	done.verb == "update"
}

# METADATA
# description: Whether what is written to a folder during a RUN stays out of its layer.
mounted(run, folder) if {
	some mount in run.mounts
	mount.type in {"cache", "tmpfs", "bind"}
	startswith(sprintf("%s/", [folder]), sprintf("%s/", [trim_right(mount.target, "/")]))
}
