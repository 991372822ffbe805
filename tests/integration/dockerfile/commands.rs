//! The commands of shell scripts inside a Dockerfile.

use serde_json::json;

use super::{commands, instruction, pick, read};

#[test]
fn commands_are_listed_flat() {
    let run = instruction(
        "RUN A=1 B=\"$(id -u)\" apt-get update -qq 2>&1 | tee -a 'my log' && ( cd /x; make ) || exit 1 & wait",
    );
    assert_eq!(
        commands(&run),
        [
            "apt-get·update·-qq #0",
            "id·-u via=substitution #1",
            "tee·-a·my log operator=| #0",
            "cd·/x operator=&& #2",
            "make operator=; #3",
            "exit·1 operator=|| #4",
            "wait operator=& #5",
        ]
    );
    assert_eq!(
        run["commands"][0],
        json!({
            "name": "apt-get", "words": ["apt-get", "update", "-qq"], "arguments": ["update"], "flags": ["-qq"],
            "assignments": {"A": "1", "B": "$(id -u)"}, "redirects": [{"descriptor": 2, "operator": ">&", "target": "1"}],
            "operator": null, "pipeline": 0, "subshell": false, "via": null,
        })
    );
    assert_eq!(run["commands"][3]["subshell"], true);
}

#[test]
fn blocks_are_passed_through() {
    let run = instruction(concat!(
        "RUN if ! [ -f a ]; then b; elif c; then d; else e; fi; ",
        "for x in $(seq 3) y; do f \"$x\"; done; while read l; do g; done < in; ",
        "case \"$x\" in a|b) h ;; *) i;; esac; j() { k; }; [[ -n $x && y =~ ^(a|b)$ ]] && l; ((n > 1)) && m"
    ));
    let names: Vec<_> =
        run["commands"].as_array().unwrap().iter().map(|command| command["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["[", "b", "c", "d", "e", "seq", "f", "read", "g", "h", "i", "k", "[[", "l", "m"]);
}

#[test]
fn commands_that_run_commands_list_both() {
    let run = |line: &str| commands(&instruction(&format!("RUN {line}")));
    assert_eq!(
        run("sudo -E -u me A=1 apt-get update"),
        ["sudo·-E·-u·me·A=1·apt-get·update #0", "apt-get·update via=sudo #0"]
    );
    assert_eq!(
        run("bash -eo pipefail -c 'a | b; exec c'"),
        [
            "bash·-eo·pipefail·-c·a | b; exec c #0",
            "a via=bash #1",
            "b operator=| via=bash #1",
            "exec·c operator=; via=bash #2",
            "c operator=; via=exec #2",
        ]
    );
    assert_eq!(
        run("curl x | sudo /bin/sh"),
        ["curl·x #0", "sudo·/bin/sh operator=| #0", "/bin/sh operator=| via=sudo #0"]
    );
    assert_eq!(
        run("ls | xargs -n 1 rm -f"),
        ["ls #0", "xargs·-n·1·rm·-f operator=| #0", "rm·-f operator=| via=xargs #0"]
    );
    assert_eq!(
        commands(&instruction("CMD [\"sh\", \"-c\", \"a && b\"]")),
        ["sh·-c·a && b #0", "a via=sh #1", "b operator=&& via=sh #2"]
    );
}

#[test]
fn here_documents_are_scripts_or_files() {
    let run = instruction("RUN <<-\"EOF\"\n\tset -e\n\tcurl -k $x\n\tEOF\nUSER a");
    assert_eq!(
        run["heredocs"],
        json!([{"delimiter": "EOF", "content": "set -e\ncurl -k $x\n", "expand": false, "interpreter": null}])
    );
    assert_eq!(commands(&run), ["set·-e #0", "curl·-k·$x operator=; #1"]);
    let python = instruction("RUN <<EOF\n#!/usr/bin/env python3\nprint('x')\nEOF");
    assert_eq!(pick(&python, &["unparsed", "commands"]), json!({"unparsed": true, "commands": []}));
    assert_eq!(python["heredocs"][0]["interpreter"], "python3");
    let two = instruction("RUN cat <<A >a && bash <<B\none\nA\necho two\nB\n");
    assert_eq!(commands(&two), ["cat #0", "bash operator=&& #1", "echo·two via=bash #2"]);
    let copy = instruction("COPY <<a <<b /d/\n# no comment\na\nRUN x\nb");
    assert_eq!(pick(&copy, &["sources", "destination"]), json!({"sources": ["<<a", "<<b"], "destination": "/d/"}));
    assert_eq!(copy["heredocs"][1]["content"], "RUN x\n");
}

#[test]
fn what_is_no_posix_shell_is_not_read() {
    let stage = read("FROM x\nSHELL [\"powershell\", \"-Command\"]\nRUN Get-Item | foo")["stages"][0].clone();
    assert_eq!(stage["instructions"][2]["unparsed"], true);
    assert_eq!(instruction("RUN echo 'open")["unparsed"], true);
    assert_eq!(instruction("RUN echo $(open")["commands"], json!([]));
    assert_eq!(commands(&instruction("RUN a; sh -c \"b 'c\"")), ["a #0", "sh·-c·b 'c operator=; #1"]);
}
