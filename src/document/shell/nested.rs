//! Commands that run commands: `sudo x`, `sh -c 'x'`, `$(x)`. What they run is listed like any other command.

use super::{
    Mapped,
    command::{Assignment, Command, Piece, Script},
    is_posix,
    read::{DEEPEST, read_inner},
};
use crate::source::Span;

/// A command whose later words are a command.
struct Wrapper {
    name: &'static str,
    /// Short options that take the next word as their value.
    short: &'static str,
    /// Long options that do.
    long: &'static [&'static str],
    /// Words of its own before the command.
    positional: usize,
}

const fn wrapper(name: &'static str, short: &'static str, long: &'static [&'static str], positional: usize) -> Wrapper {
    Wrapper { name, short, long, positional }
}

const WRAPPERS: [Wrapper; 18] = [
    wrapper("sudo", "ughpCrtTDRU", &["--user", "--group", "--host", "--prompt", "--chdir", "--chroot"], 0),
    wrapper("doas", "uC", &[], 0),
    wrapper("env", "uC", &["--unset", "--chdir"], 0),
    wrapper("time", "fo", &["--format", "--output"], 0),
    wrapper("command", "", &[], 0),
    wrapper("builtin", "", &[], 0),
    wrapper("exec", "a", &[], 0),
    wrapper("nohup", "", &[], 0),
    wrapper("nice", "n", &["--adjustment"], 0),
    wrapper("ionice", "cn", &["--class", "--classdata"], 0),
    wrapper("stdbuf", "ioe", &[], 0),
    wrapper("setsid", "", &[], 0),
    wrapper("timeout", "ks", &["--kill-after", "--signal"], 1),
    wrapper("xargs", "nIPLdasE", &["--max-args", "--max-procs", "--delimiter", "--arg-file"], 0),
    wrapper("gosu", "", &[], 1),
    wrapper("su-exec", "", &[], 1),
    wrapper("chroot", "", &[], 1),
    wrapper("busybox", "", &[], 0),
];

/// Whether a shell gets neither a script nor a file to run.
pub(super) fn reads_standard_input(command: &Command) -> bool {
    command.name().is_some_and(is_posix) && command.words[1..].iter().all(|word| word.text().starts_with('-'))
}

/// Writes a command, then what it runs: its substitutions, the command it wraps, the script it is given.
pub(super) fn finish(command: Command, inner: &[Mapped], script: &mut Script, depth: u8) {
    let wrapped = unwrap(&command);
    let given = given_script(&command).map(|word| (word.value.clone(), word.span));
    let name = command.name().unwrap_or_default().to_owned();
    script.commands.push(command);
    for body in inner {
        let place = body.whole();
        let again = given.as_ref().is_some_and(|(_, span)| span.start <= place.start && place.end <= span.end);
        if !again {
            read_inner(body, script, "substitution", depth + 1);
        }
    }
    if let Some((text, _)) = given {
        read_inner(&text, script, &name, depth + 1);
    }
    if let Some(command) = wrapped.filter(|_| depth < DEEPEST) {
        // Substitutions were read with the outer command.
        finish(command, &[], script, depth + 1);
    }
}

/// The script of `sh -c SCRIPT`, `su -c SCRIPT` or `eval SCRIPT`.
fn given_script(command: &Command) -> Option<&Piece> {
    let name = command.name()?;
    let arguments = &command.words[1..];
    if name == "eval" {
        return if let [script] = arguments { Some(script) } else { None };
    }
    if !is_posix(name) && name != "su" {
        return None;
    }
    let is_cluster = |word: &Piece| {
        let text = word.text();
        text == "--command" || text.starts_with('-') && !text.starts_with("--") && text.ends_with('c')
    };
    let option = arguments.iter().position(is_cluster)?;
    if is_posix(name) && !arguments[..option].iter().all(|word| word.text().starts_with(['-', '+']) || is_set(word)) {
        return None;
    }
    // `bash -c -e 'x'`, `bash -c -o pipefail 'x'`: options may still follow.
    arguments[option + 1..].iter().find(|word| !word.text().starts_with('-') && !is_set(word))
}

/// The name of a shell option after `-o`.
fn is_set(word: &Piece) -> bool {
    matches!(word.text(), "pipefail" | "errexit" | "nounset" | "xtrace" | "errtrace")
}

/// The command that a wrapper runs.
fn unwrap(command: &Command) -> Option<Command> {
    let name = command.name()?;
    let wrapper = WRAPPERS.iter().find(|wrapper| wrapper.name == name)?;
    let words = &command.words;
    let mut at = 1;
    let mut assignments = Vec::new();
    let mut positional = wrapper.positional;
    while let Some(word) = words.get(at) {
        let text = word.text();
        if text == "--" {
            at += 1;
            break;
        }
        if text.starts_with('-') && text.len() > 1 {
            if name == "command" && matches!(text, "-v" | "-V") {
                return None;
            }
            at += 1 + usize::from(takes_value(wrapper, text));
        } else if let Some(assignment) = assignment(name, word) {
            assignments.push(assignment);
            at += 1;
        } else if positional > 0 {
            positional -= 1;
            at += 1;
        } else {
            break;
        }
    }
    let words = words.get(at + positional..).filter(|words| !words.is_empty())?.to_vec();
    let span = Span::new(words[0].span.start, command.span.end);
    Some(Command {
        span,
        words,
        assignments,
        redirects: Vec::new(),
        operator: command.operator,
        pipeline: command.pipeline,
        subshell: command.subshell,
        via: Some(name.into()),
    })
}

fn takes_value(wrapper: &Wrapper, option: &str) -> bool {
    match option.strip_prefix('-').and_then(|rest| rest.chars().next().map(|first| (first, rest))) {
        Some(('-', _)) => wrapper.long.contains(&option),
        Some((_, rest)) => rest.len() == 1 && wrapper.short.contains(rest),
        None => false,
    }
}

/// `NAME=value` among the words of `env` and `sudo`.
fn assignment(wrapper: &str, word: &Piece) -> Option<Assignment> {
    if !matches!(wrapper, "env" | "sudo" | "doas") {
        return None;
    }
    let text = word.text();
    let equals = text.find('=')?;
    let name = word.value.slice(0..equals);
    let value = word.value.slice(equals + 1..text.len());
    let value_start = if value.is_empty() { word.span.end } else { value.whole().start };
    Some(Assignment {
        name: Piece { span: name.whole(), value: name },
        value: Piece { span: Span::new(value_start, word.span.end), value },
    })
}
