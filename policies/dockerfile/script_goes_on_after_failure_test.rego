package waylint.rules.dockerfile.script_goes_on_after_failure_test

import data.waylint.rules.dockerfile.script_goes_on_after_failure as rule

file(text, content, commands) := {"stages": [{"instructions": [{
	"instruction": "RUN",
	"text": text,
	"mounts": [],
	"shell": ["/bin/sh", "-c"],
	"heredocs": [{"content": content, "interpreter": null}],
	"commands": commands,
}]}]}

two := [
	{"name": "make", "operator": null, "flags": [], "via": null},
	{"name": "make", "operator": ";", "flags": [], "via": null},
]

test_goes_on if count(rule.deny) == 1 with input as file("<<EOF", "make\nmake install\n", two)

test_stops if count(rule.deny) == 0 with input as file("<<EOF", "set -eux\nmake\nmake install\n", two)

test_one if count(rule.deny) == 0 with input as file("<<EOF", "make\n", [two[0]])

test_joined if count(rule.deny) == 0 with input as file("<<EOF", "make && make", [two[0], object.union(two[1], {"operator": "&&"})])

test_not_a_script if count(rule.deny) == 0 with input as file("cat > /x <<EOF", "a\nb\n", two)

test_last_decides if {
	asked := object.union(two[0], {"name": "nproc", "via": "substitution"})
	count(rule.deny) == 0 with input as file("<<EOF", "JOBS=$(nproc)\nmake\n", [asked, two[1]])
}

command(words) := {"name": words[0], "words": words, "arguments": array.slice(words, 1, 9), "operator": ";", "flags": [], "via": null}

test_lists_are_missed if {
	lists := [command(["apt-get", "update"]), command(["apt-get", "install", "git"])]
	count(rule.deny) == 0 with input as file("<<EOF", "", lists)
	count(rule.deny) == 1 with input as file("<<EOF", "", array.concat(lists, [command(["rm", "-rf", "/var/lib/apt/lists"])]))
	count(rule.deny) == 1 with input as file("<<EOF", "", [command(["apt-get", "update"]), command(["make"])])
}

test_accounts if {
	count(rule.deny) == 0 with input as file("<<EOF", "", [command(["groupadd", "shop"]), command(["useradd", "shop"]), command(["./setup"])])
}

test_end_of_a_pipe if {
	piped := [
		object.union(command(["echo", "{}"]), {"pipeline": 0}),
		object.union(command(["openssl", "dgst"]), {"operator": "|", "pipeline": 0}),
		object.union(command(["chown", "shop", "a"]), {"pipeline": 1}),
	]
	count(rule.deny) == 1 with input as file("<<EOF", "", piped)
	count(rule.deny) == 0 with input as file("<<EOF", "", array.concat([piped[0]], [piped[2], piped[2]]))
}

test_branches_of_one_condition if {
	script := "if test -n \"$PLAIN\"; then\n  npm run build\nelse\n  mkdir dist\n  touch dist/index.html\nfi\n"
	build := command(["npm", "run", "build"])
	rest := [command(["mkdir", "dist"]), command(["touch", "dist/index.html"])]
	count(rule.deny) == 0 with input as file("<<EOF", script, array.concat([build], rest))
	count(rule.deny) == 1 with input as file("<<EOF", concat("", [script, "echo done\n"]), array.concat([build], rest))
}

level(commands) := object.get(finding, "level", "warning") if {
	some finding in rule.deny with input as file("<<EOF", "", commands)
}

test_last_may_notice if {
	level([command(["make"]), command(["make", "install"])]) == "note"
	level([command(["make"]), command(["rm", "build.log"])]) == "note"
	level([command(["make"]), command(["cp", "shop", "/usr/bin"])]) == "note"
}

test_last_never_fails if {
	level([command(["make"]), command(["make", "install"]), command(["rm", "-rf", "build"])]) == "warning"
	level([command(["make"]), command(["make", "install"]), command(["echo", "done"])]) == "warning"
	level([command(["make"]), command(["make", "install"]), command(["apt-get", "clean"])]) == "warning"
}
