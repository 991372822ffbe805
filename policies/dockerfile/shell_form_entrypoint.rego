# METADATA
# title: Container is started through a shell
# description: >-
#   In shell form a shell is the first process. That of Debian and Ubuntu keeps the stop signal to itself, so the program is killed
#   instead of ending; those of Alpine and Fedora give their place to a single command. An ENTRYPOINT in this form ignores the
#   arguments it is given.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/json-args-recommended/
# custom:
#   kinds: [dockerfile/instruction]
#   level: warning
#   help: Write it as a JSON array, or start the command with `exec`.
#   fix: unsafe
#   equivalents:
#     buildkit: [JSONArgsRecommended]
#     hadolint: [DL3025]
#     kics: [dockerfile/Not Using JSON In CMD And ENTRYPOINT Arguments]
#     semgrep: [dockerfile.best-practice.prefer-json-notation.prefer-json-notation]
#     sonar: ["docker:S7019"]
package waylint.rules.dockerfile.shell_form_entrypoint

import data.waylint.lib.dockerfile

deny contains object.union(object.union({"at": array.concat(instruction.at, ["text"]), "message": message}, fix), weight(instruction)) if {
	some instruction in dockerfile.instructions
	instruction.node.instruction in {"CMD", "ENTRYPOINT"}
	instruction.node.form == "shell"
	# Who names a shell means it.
	instruction.node.shell == ["/bin/sh", "-c"]
	# A list that is no JSON is judged as such.
	not regex.match(`^(exec\s|\[)|(&&|;)\s*exec\s[^;&|]*$`, instruction.node.text)
	not ends_by_itself(instruction.node)
	message := sprintf("%s is in shell form", [instruction.node.instruction])
	fix := fix_of(instruction)
}

# It is not known to be the shell that stays, or nobody will have to stop what it starts.
weight(instruction) := {"level": "note"} if not stays(instruction)

weight(instruction) := {"level": "note"} if {
	stays(instruction)
	is_task(instruction.node)
}

weight(instruction) := {} if {
	stays(instruction)
	not is_task(instruction.node)
}

stays(instruction) if {
	base := dockerfile.base_of(instruction)
	not regex.match(`(?i)alpine|ubi|rhel|oracle|[._-]ol[0-9]|amzn|al20|azurelinux|mariner|nanoserver|windows`, object.get(base, "tag", null))
	of_debian(base)
}

of_debian(base) if {
	base.registry == "docker.io"
	regex.match(`^(buildpack-deps|debian|eclipse-temurin|gcc|golang|gradle|httpd|maven|nginx|node|openjdk|perl|php|pypy|python|ruby|rust|tomcat|ubuntu)$`, base.repository)
}

of_debian(base) if {
	base.registry == "mcr.microsoft.com"
	regex.match(`^(dotnet|playwright)(/|$)`, base.repository)
}

# A shell that somebody works in, whom it asks for the next command.
is_task(instruction) if {
	count(instruction.commands) == 1
	regex.match(`^(\S*/)?(ba|da|a|fi|z|k)?sh$`, instruction.commands[0].name)
	every word in array.slice(instruction.commands[0].words, 1, 100) { word in {"-i", "-l", "-il", "-li", "--login"} }
}

# A build that ends, such as `gradle jar`; a task named `run` or `bootRun` stays.
is_task(instruction) if {
	count(instruction.commands) == 1
	command := instruction.commands[0]
	command.name in {"ant", "bazel", "cargo", "cmake", "dotnet", "gradle", "gradlew", "./gradlew", "make", "mvn", "mvnw", "./mvnw", "ninja", "sbt"}
	some word in command.arguments
	regex.match(`^(:?[\w:-]*:)?(all|assemble|build|check|clean|compile|dist|image|install|jar|lint|package|pack|publish|restore|shadowJar|test|verify|war)$`, word)
	every other in command.arguments { not regex.match(`(?i)^[^-].*(run|serve|start|watch)|^(run|serve|start|watch)`, other) }
}

# A script that is named for what it does once.
is_task(instruction) if {
	count(instruction.commands) == 1
	file := regex.find_n(`[^/]*$`, instruction.commands[0].name, 1)[0]
	regex.match(`(^|[-_])(build|check|compile|copy|export|generate|import|install|lint|migrate|package|publish|release|sync|tests?|update|verify)([-_.]|$)`, file)
}

# What an ENTRYPOINT of the base image makes of the arguments is not known, so this may change what runs.
fix_of(instruction) := {"fix": {"title": "write it as a JSON array", "safe": false, "edits": [edit]}} if {
	not instruction.node.unparsed
	count(instruction.node.commands) == 1
	command := instruction.node.commands[0]
	command.redirects == []
	command.assignments == {}
	every word in command.words { regex.match(`^[A-Za-z0-9_./:=@%+,-]+$`, word) }
	# A shell has commands of its own.
	not command.name in {".", "cd", "eval", "exec", "exit", "export", "set", "source", "trap", "ulimit", "umask", "wait"}
	list := concat(", ", [sprintf(`"%s"`, [word]) | some word in command.words])
	edit := {"op": "replace", "at": instruction.at, "value": sprintf("%s [%s]", [instruction.node.keyword, list])}
} else := {}

# Nobody has to stop what copies files or runs tests.
ends_by_itself(instruction) if {
	count(instruction.commands) == 1
	command := instruction.commands[0]
	finite(command.name, array.concat(object.get(command, "arguments", []), [""])[0])
}

finite(name, _) if name in {"cat", "cp", "echo", "install", "ls", "mv", "phpunit", "printf", "pytest", "rsync", "tar", "tox", "true"}

finite("go", verb) if verb in {"build", "test", "vet"}

finite(name, verb) if {
	name in {"cargo", "make", "mix", "mvn", "npm", "pnpm", "yarn"}
	verb in {"build", "check", "ci", "install", "lint", "test", "verify"}
}
