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

# A name that is partly a variable means one of several stages.
bases[index] := array.concat([base | base := stage.base.stage; is_number(base)], [base | some base in stage.base.stages]) if {
	some index, stage in input.stages
}

finals := {index | some index, stage in input.stages; stage.final}

# METADATA
# description: The stages that others are built from, copy from or mount, by index.
needed_stages contains base if {
	some stages in bases
	some base in stages
}

needed_stages contains instruction.node.from.stage if some instruction in instructions

needed_stages contains mount.stage if {
	some run in runs
	some mount in run.node.mounts
}

# METADATA
# description: Whether an instruction adds to the image that is built.
in_image(instruction) if instruction.at[1] in image_stages

# METADATA
# description: Whether a stage matters to a rule about what stays in the image, or every stage does, by its option `every`.
counts(_, stage) if stage in image_stages

counts(rule, stage) if {
	not stage in image_stages
	data.waylint.options[rule].every
}

# METADATA
# description: Whether the image has a program by which its command changes the user when it starts.
steps_down if {
	some instruction in instructions
	in_image(instruction)
	regex.match(`\b(gosu|su-exec|setpriv|runuser|s6-setuidgid|chpst)\b`, instruction.node.text)
}

# METADATA
# description: >-
#   What stands where the image that is built starts, `scratch` among them. Undefined where that may be one of several.
first_base := input.stages[starts[0]].base if {
	starts := [index | some index in image_stages; count(bases[index]) == 0]
	count(starts) == 1
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

# METADATA
# description: The commands of RUN instructions, with their places and the RUN they are in.
build_commands := [{"at": array.concat(run.at, ["commands", index]), "node": command, "run": run} |
	some run in runs
	some index, command in run.node.commands
]

# METADATA
# description: Whether a file, by its path, only shows what a real one looks like.
stand_in(file) if regex.match(`(?i)example|sample|template|dist|(^|/)(tests?|testdata|fixtures?|e2e)/`, file)

# METADATA
# description: The labels that the image is given here, with their places.
labels := [{"at": array.concat(instruction.at, ["pairs", index]), "node": pair} |
	some instruction in instructions
	instruction.node.instruction == "LABEL"
	in_image(instruction)
	some index, pair in instruction.node.pairs
]

# METADATA
# description: The names of these labels.
label_names := {label.node.name | some label in labels}

# METADATA
# description: >-
#   The words of a command behind its verb that are neither options nor values of those options that are named, with their
#   places among the words.
operands(command, verbs, valued) := [{"index": index, "text": word} |
	start := min({at | some at, word in command.words; at > 0; word in verbs})
	some index, word in command.words
	index > start
	not startswith(word, "-")
	not command.words[index - 1] in valued
]

# METADATA
# description: A word of a RUN's script with the variables replaced whose value is known, from the script, ENV or ARG.
written_out(_, word) := word if not contains(word, "$")

written_out(run, word) := strings.replace_n(values, word) if {
	contains(word, "$")
	values := {written: value |
		some written in regex.find_n(`\$\{[A-Za-z_][A-Za-z0-9_]*\}|\$[A-Za-z_][A-Za-z0-9_]*`, word, -1)
		given := array.concat(environment(run, trim(written, "${}")), assigned(run, trim(written, "${}")))
		value := given[count(given) - 1]
	}
}

environment(run, name) := [value |
	is_certain(run.at[1])
	some instruction in instructions
	instruction.node.instruction in {"ARG", "ENV"}
	instruction.at[1] in graph.reachable(bases, {run.at[1]})
	instruction.at < run.at
	some pair in instruction.node.pairs
	pair.name == name
	value := object.get(pair, "expanded", pair.value)
	is_string(value)
]

# Whether the stages below a stage are known.
is_certain(stage) if {
	every index in graph.reachable(bases, {stage}) { count(bases[index]) < 2 }
}

# What is assigned before `set`, as before other commands that belong to the shell, stays.
assigned(run, name) := [value |
	some command in run.node.commands
	command.name in {null, "set", "export", "eval", ":"}
	value := command.assignments[name]
]

# METADATA
# description: Whether a command is pip, or its like, and installs.
pip(command) if {
	regex.match(`^pip[0-9.]*$`, command.name)
	command.arguments[0] == "install"
}

pip(command) if {
	regex.match(`^python[0-9.]*$`, command.name)
	array.slice(command.arguments, 0, 2) == ["pip", "install"]
}

pip(command) if {
	command.name == "uv"
	array.slice(command.arguments, 0, 2) == ["pip", "install"]
}

# METADATA
# description: Whether a RUN's shell looks at the status of every command of a pipe.
pipefail(run) if {
	some word in run.shell
	contains(word, "pipefail")
}

pipefail(run) if {
	some command in run.commands
	some word in command.words
	word == "pipefail"
}

# METADATA
# description: The fix that gives a command an option, behind one of its words.
option_added(at, command, word, option) := {"title": sprintf("add %s", [option]), "safe": true, "edits": [edit]} if {
	index := min({index | some index, other in command.words; other == word})
	edit := {"op": "add", "at": array.concat(at, ["words", index + 1]), "value": option}
}

# METADATA
# description: The fix that ends a RUN with one more command.
command_appended(run, command) := {"title": sprintf("end it with %s", [command]), "safe": true, "edits": [edit]} if {
	edit := {"op": "add", "at": array.concat(run.at, ["commands", count(run.node.commands)]), "value": command}
}

# METADATA
# description: The edits that take words out of a command, the last first.
words_removed(command, indices) := [{"op": "remove", "at": array.concat(command.at, ["words", index])} |
	some index in reverse_sorted(indices)
]

reverse_sorted(indices) := array.reverse(sort([index | some index in indices]))

# METADATA
# description: The edits that take a pair out of its instruction, or the instruction that sets nothing else.
pair_removed(instruction, _) := [{"op": "remove", "at": instruction.at}] if count(instruction.node.pairs) == 1

pair_removed(instruction, index) := [{"op": "remove", "at": array.concat(instruction.at, ["pairs", index])}] if {
	count(instruction.node.pairs) > 1
}

# METADATA
# description: >-
#   The fix that makes the shell look at every command of a pipe from a RUN on, where the image is known to have such a shell; none
#   otherwise.
pipefail_set(run) := {"fix": {"title": sprintf("use %s", [shell]), "safe": false, "edits": [edit]}} if {
	run.node.shell == ["/bin/sh", "-c"]
	count(run.at) == 4
	shell := pipefail_shell(base_of(run))
	edit := {"op": "add", "at": run.at, "value": shell}
} else := {}

# METADATA
# description: What the stage of an instruction starts from, through the stages before it. Undefined where that may be one of several.
base_of(instruction) := input.stages[starts[0]].base if {
	starts := [index | some index in graph.reachable(bases, {instruction.at[1]}); count(bases[index]) == 0]
	count(starts) == 1
}

pipefail_shell(base) := `SHELL ["/bin/ash", "-eo", "pipefail", "-c"]` if contains(base.text, "alpine")

pipefail_shell(base) := `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` if {
	not contains(base.text, "alpine")
	base.registry == "docker.io"
	base.repository in {
		"almalinux", "amazonlinux", "buildpack-deps", "centos", "debian", "fedora", "gcc", "golang", "node", "openjdk", "oraclelinux",
		"perl", "php", "python", "rockylinux", "ruby", "rust", "ubuntu",
	}
}

# METADATA
# description: >-
#   The arguments whose default is empty and without which a base image has no name: whoever builds is to say which image it is.
#   Undefined if there are none.
empty_on_purpose(base) := names if {
	names := {pair.name |
		some argument in input.arguments
		some pair in argument.pairs
		pair.value == ""
		regex.match(sprintf(`(^|/)(\$%s|\$\{%s\})$`, [pair.name, pair.name]), base.text)
	}
	count(names) > 0
}

# METADATA
# description: >-
#   Whether nobody notices when a download in a pipe of a RUN fails: the last of the pipe takes nothing for an answer, and so does what
#   follows. `index` is the place of the download among the commands, `reader` the last command of its pipe.
download_lost(run, index, reader) if {
	content_with_nothing(reader)
	not missed(run, index)
}

# Without the address that it sets up, the distribution's own package of that name is installed.
download_lost(run, index, reader) if {
	interpreter(reader)
	some word in run.node.commands[index].words
	regex.match(`//(deb|rpm)\.nodesource\.com/setup_`, word)
	not installs_by_npm(run)
}

# These read nothing and have done what they were asked; a shell, too, but what an installer was to bring is missed by whoever calls
# it.
content_with_nothing(command) if {
	command.name in {
		"awk", "base64", "cat", "cut", "dd", "envsubst", "head", "jq", "patch", "sed", "sort", "tail", "tee", "tr", "uniq", "xargs", "yq",
	}
}

interpreter(command) if regex.match(`^((ba|da|a|z|k)?sh|(php|python|perl|ruby|node)[0-9.]*)$`, command.name)

# The distribution's package of Node.js comes without it.
installs_by_npm(run) if {
	some command in [command | some other in beside(run); some command in other.node.commands]
	command.name in {"npm", "npx", "corepack"}
}

# The RUN instructions of the stage from one on.
beside(run) := [other | some other in runs; other.at[1] == run.at[1]; other.at >= run.at]

# The key or the list without which packages are not found.
missed(run, index) if {
	some writer in run.node.commands
	writer.pipeline == run.node.commands[index].pipeline
	writer.name in {"tee", "dd"}
	some word in writer.words
	regex.match(`/keyrings/|/trusted\.gpg|\.(gpg|asc|list|sources)$`, word)
	some later in [command | some other in beside(run); some command in stopping(other, run, index)]
	later.name in {"apt-get", "apt"}
	"update" in later.words
}

# What `xargs` fetches is unpacked by a glob, which without it names no file.
missed(run, index) if {
	some later in stopping(run, run, index)
	later.name in {"tar", "unzip", "gunzip", "dpkg", "rpm"}
	some word in later.words
	contains(word, "*")
	some reader in run.node.commands
	reader.pipeline == run.node.commands[index].pipeline
	reader.name == "xargs"
}

# The file that it should be in is read by what fails on an empty one.
missed(run, index) if {
	some file in written(run, index)
	some later in run.node.commands
	later.pipeline > run.node.commands[index].pipeline
	later.operator != "||"
	later.name in {"apt-key", "dpkg", "gpg", "gunzip", "md5sum", "minisign", "openssl", "rpm", "sha1sum", "sha256sum", "sha512sum", "shasum", "tar", "unxz", "unzip", "xz"}
	some word in later.words
	trim(word, `"'`) == file
}

written(run, index) := {trim(file, `"'`) |
	some command in run.node.commands
	command.pipeline == run.node.commands[index].pipeline
	some file in array.concat(
		[redirect.target | some redirect in command.redirects; redirect.operator in {">", ">>", ">|"}],
		[word | command.name == "tee"; some word in command.arguments],
	)
	not file in {"/dev/null", "/dev/stdout", "/dev/stderr"}
}

# The commands of a RUN behind a download whose failure ends the RUN.
stopping(other, run, index) := [command |
	some command in other.node.commands
	command.operator == "&&"
	command.pipeline > run.node.commands[index].pipeline
] if other.at == run.at

stopping(other, run, _) := [command | some command in other.node.commands; command.operator in {"&&", null}] if other.at != run.at
