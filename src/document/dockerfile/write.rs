//! One instruction to the tree.

use crate::{
    document::shell::{Mapped, Script, Writer, is_posix, read, read_words, write_commands},
    source::Span,
};

use super::{
    base::StageNames,
    comment_text,
    expand::Expansion,
    extras::{extras, pairs},
    instruction::{Flag, Form, Instruction},
    lines::Heredoc,
    state::State,
};

/// An ARG before the first FROM.
pub(super) fn global(w: &mut Writer<'_, '_>, text: &str, instruction: &Instruction, state: &mut State) {
    w.map(instruction.span, |w| {
        head(w, instruction);
        let expansions = instruction.pairs.iter().map(|pair| state.declare_global(pair)).collect();
        pairs(w, instruction, expansions);
        layout(w, text, instruction);
    });
}

/// An instruction of a stage; changes what holds from here on.
pub(super) fn instruction(
    w: &mut Writer<'_, '_>,
    text: &str,
    instruction: &Instruction,
    names: &StageNames,
    state: &mut State,
) {
    let script = script(text, instruction, state);
    if let Some(script) = &script {
        w.add_comments(&first_lines(text, &script.comments));
    }
    w.map(instruction.span, |w| {
        head(w, instruction);
        context(w, instruction, state);
        extras(w, instruction, names, state);
        if let Some(nested) = &instruction.onbuild {
            w.key(instruction.written.span, "onbuild");
            // What it would change holds in other builds, not in this one.
            onbuild(w, text, nested, names, state);
        }
        heredocs(w, instruction);
        if let Some(script) = &script {
            write_commands(w, instruction.written.span, script);
        }
        layout(w, text, instruction);
    });
}

fn onbuild(w: &mut Writer<'_, '_>, text: &str, nested: &Instruction, names: &StageNames, state: &mut State) {
    let before = state.save();
    instruction(w, text, nested, names, state);
    state.restore(before);
}

/// A comment at the end of a continued line goes on for the shell, but not for the reader.
fn first_lines(text: &str, comments: &[Span]) -> Vec<Span> {
    let cut = |comment: &Span| {
        let length = text[comment.range()].lines().next().map_or(0, |line| line.trim_end().len());
        Span::new(comment.start, comment.start + length as u32)
    };
    comments.iter().map(cut).collect()
}

fn head(w: &mut Writer<'_, '_>, instruction: &Instruction) {
    let Instruction { keyword, written, text, form, arguments, flags, .. } = instruction;
    w.text_at("instruction", written.span, keyword);
    w.text_at("keyword", written.span, written.text());
    let place = if text.is_empty() { written.span } else { text.whole() };
    w.text_at("text", place, text.text());
    write_flags(w, written.span, flags);
    match form {
        Some(form) => w.text_at("form", place, form.name()),
        None => w.literal_at("form", place, "null"),
    }
    w.pieces_at("arguments", written.span, arguments.iter());
}

fn write_flags(w: &mut Writer<'_, '_>, shown: Span, flags: &[Flag]) {
    w.key(shown, "flags");
    w.map(super::cover(shown, flags.iter().map(|flag| flag.span)), |w| {
        for (index, flag) in flags.iter().enumerate() {
            let name = flag.name.text();
            if flags[..index].iter().any(|earlier| earlier.name.text() == name) {
                continue;
            }
            w.key(flag.span, name);
            let same = flags[index..].iter().filter(|flag| flag.name.text() == name);
            w.list(super::cover(flag.span, same.clone().map(|flag| flag.span)), |w| {
                for flag in same {
                    match &flag.value {
                        Some(value) => w.piece(value),
                        None => w.text(flag.span, "true"),
                    }
                }
            });
        }
    });
}

/// Shell, user and working directory at this place.
fn context(w: &mut Writer<'_, '_>, instruction: &Instruction, state: &mut State) {
    let shown = instruction.written.span;
    if instruction.keyword == "FROM" {
        return;
    }
    if instruction.keyword == "SHELL" {
        state.shell = Some(instruction.arguments.clone());
    }
    if instruction.keyword == "SHELL" || instruction.form == Some(Form::Shell) {
        match &state.shell {
            Some(shell) => w.pieces_at("shell", shown, shell.iter()),
            None => {
                w.key(shown, "shell");
                w.list(shown, |w| ["/bin/sh", "-c"].iter().for_each(|word| w.text(shown, word)));
            }
        }
    }
    if instruction.keyword != "USER" {
        w.piece_at("user", state.user.as_ref(), shown);
    }
    workdir(w, state, shown);
}

/// `workdir`, null where only the base image knows.
pub(super) fn workdir(w: &mut Writer<'_, '_>, state: &State, shown: Span) {
    match &state.workdir {
        Some((piece, path)) => w.text_at("workdir", piece.span, path),
        None => w.literal_at("workdir", shown, "null"),
    }
}

/// Names a text uses, where there are any.
pub(super) fn names(w: &mut Writer<'_, '_>, shown: Span, expansion: &Expansion) {
    let lists = [
        ("variables", &expansion.variables),
        ("unresolved", &expansion.unresolved),
        ("undefined", &expansion.undefined),
    ];
    for (key, names) in lists.into_iter().filter(|(_, names)| !names.is_empty()) {
        w.key(shown, key);
        w.list(shown, |w| names.iter().for_each(|name| w.text(shown, name)));
    }
}

fn heredocs(w: &mut Writer<'_, '_>, instruction: &Instruction) {
    let Some(first) = instruction.heredocs.first() else { return };
    let shown = first.delimiter.span;
    w.key(shown, "heredocs");
    w.list(super::cover(shown, instruction.heredocs.iter().map(|heredoc| heredoc.body)), |w| {
        for heredoc in &instruction.heredocs {
            let span = heredoc.delimiter.span;
            let content = if heredoc.content.is_empty() { span } else { heredoc.content.whole() };
            w.map(Span::new(span.start, heredoc.body.end), |w| {
                w.piece_at("delimiter", Some(&heredoc.delimiter), span);
                w.text_at("content", content, heredoc.content.text());
                w.boolean_at("expand", span, heredoc.expand);
                match interpreter(heredoc) {
                    Some(interpreter) => w.text_at("interpreter", content, interpreter),
                    None => w.literal_at("interpreter", content, "null"),
                }
            });
        }
    });
}

/// What the first line of a script names: `#!/usr/bin/env python3`.
fn interpreter(heredoc: &Heredoc) -> Option<&str> {
    let line = heredoc.content.text().strip_prefix("#!")?.lines().next()?;
    let mut words = line.split_whitespace().filter(|word| !word.starts_with('-'));
    let first = words.next()?;
    Some(if first.ends_with("/env") { words.next().unwrap_or(first) } else { first })
}

/// How the instruction lies in the file.
fn layout(w: &mut Writer<'_, '_>, text: &str, instruction: &Instruction) {
    let shown = instruction.written.span;
    let lines = text[instruction.span.range()].split('\n').map(|line| line.trim_end_matches('\r'));
    w.number_at("lines", shown, lines.clone().count());
    w.number_at("longest_line", shown, lines.map(|line| line.chars().count()).max().unwrap_or(0));
    if !instruction.blanks.is_empty() {
        w.key(instruction.blanks[0], "blank_lines");
        w.list(instruction.blanks[0], |w| instruction.blanks.iter().for_each(|&blank| w.text(blank, "")));
    }
    if let [first, .., last] | [first @ last] = instruction.comment.as_slice() {
        let lines: Vec<_> = instruction.comment.iter().map(|&comment| comment_text(text, comment)).collect();
        w.text_at("comment", Span::new(first.start, last.end), &lines.join("\n"));
    }
}

/// The commands of RUN, CMD, ENTRYPOINT and HEALTHCHECK.
fn script(text: &str, instruction: &Instruction, state: &State) -> Option<Script> {
    if instruction.keyword == "SHELL" {
        return None;
    }
    match instruction.form? {
        Form::Exec if matches!(instruction.keyword, "COPY" | "ADD" | "VOLUME") => None,
        Form::Exec => Some(read_words(&instruction.arguments)),
        Form::Shell => {
            let shell = state.shell.as_ref().and_then(|shell| shell.first());
            let posix = shell.is_none_or(|shell| is_posix(shell.text()));
            Some(shell_text(text, instruction).filter(|_| posix).map_or_else(Script::unparsed, |text| read(&text)))
        }
    }
}

/// What the shell reads; `None` where another interpreter does.
fn shell_text(text: &str, instruction: &Instruction) -> Option<Mapped> {
    let mut line = instruction.body.clone();
    match instruction.heredocs.as_slice() {
        [] => return Some(line),
        // The whole command is one here-document: it is the script.
        [only] if !line.text().contains(char::is_whitespace) && line.text().starts_with("<<") => {
            return interpreter(only).is_none_or(is_posix).then(|| only.content.clone());
        }
        _ => {}
    }
    for heredoc in &instruction.heredocs {
        let start = heredoc.body.start;
        line.push("\n", Span::new(start - 1, start));
        line.push(text.get(heredoc.body.range()).unwrap_or_default(), heredoc.body);
    }
    Some(line)
}
