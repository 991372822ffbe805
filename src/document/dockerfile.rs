//! Dockerfiles and Containerfiles as one tree: directives, arguments, stages, instructions, commands.
//!
//! The reader is our own. parse-dockerfile, the crate measured for this, ends at the first fault (two stages of one name,
//! a file that has no FROM yet, an unknown flag), keeps ENV as one string, and gives the places of whole arguments only,
//! while every rule wants words. What BuildKit does line by line is small: `lines` cuts, `instruction` reads one,
//! `state` knows what holds at a place, `write` puts it all down. `docs/dockerfile.md` shows the tree.

mod arguments;
mod base;
mod expand;
mod extras;
mod instruction;
mod lines;
mod reference;
mod state;
mod words;
mod write;

use super::{
    Builder, Limits, SyntaxError,
    shell::{Piece, Writer},
};
use crate::source::Span;

use instruction::Instruction;
use lines::{Directive, Lines};
use state::State;

/// Reads a file. An instruction that cannot be read leaves an error, and the others stand.
pub(super) fn parse(text: &str, limits: &Limits, builder: &mut Builder<'_>, errors: &mut Vec<SyntaxError>) {
    let Lines { directives, escape, lines, comments } = lines::read(text, errors);
    let mut file = File { globals: Vec::new(), stages: Vec::new() };
    let mut early = None;
    let mut unread = Vec::new();
    for line in lines {
        match instruction::read(line, escape, errors) {
            Ok(instruction) => early = early.or(file.add(instruction)),
            Err(error) => unread.push(error),
        }
    }
    if unread.len() > 1 && early.is_none() && file.globals.is_empty() && file.stages.is_empty() {
        // Something else under this name: once is enough.
        unread.clear();
    }
    errors.append(&mut unread);
    if let Some(early) = early.or_else(|| file.stages.is_empty().then(|| first_line(text))) {
        let (message, help) = if file.stages.is_empty() {
            ("no FROM", "start the file with FROM and a base image")
        } else {
            ("instruction stands before the first FROM", "move it behind the FROM it belongs to")
        };
        errors.push(error(early, message, help));
    }
    errors.sort_by_key(|error| error.span);
    let mut writer = Writer::new(builder, comments.clone(), limits);
    write_file(&mut writer, text, &directives, escape, &file, &comments);
    if writer.is_full() {
        errors.push(SyntaxError {
            rule: "too-many-nodes",
            span: first_line(text),
            message: format!("the file comes to more than {} values", limits.expanded_nodes),
            help: "split the file, or leave it out with `exclude` in .waylint.yaml".to_owned(),
        });
    }
}

fn first_line(text: &str) -> Span {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let line = text[start..].lines().next().unwrap_or_default();
    Span::new(start as u32, (start + line.trim_end().len()) as u32)
}

fn error(span: Span, message: impl Into<String>, help: impl Into<String>) -> SyntaxError {
    SyntaxError { rule: "dockerfile", span, message: message.into(), help: help.into() }
}

/// The instructions of a file by stage.
struct File {
    /// ARG before the first FROM.
    globals: Vec<Instruction>,
    /// Each starts with its FROM.
    stages: Vec<Vec<Instruction>>,
}

impl File {
    /// Adds an instruction; one that stands before the first FROM and may not is told and left out.
    fn add(&mut self, instruction: Instruction) -> Option<Span> {
        match (instruction.keyword, self.stages.last_mut()) {
            ("FROM", _) => self.stages.push(vec![instruction]),
            (_, Some(stage)) => stage.push(instruction),
            ("ARG", None) => self.globals.push(instruction),
            (_, None) => return Some(instruction.written.span),
        }
        None
    }
}

fn write_file(
    w: &mut Writer<'_, '_>,
    text: &str,
    directives: &[Directive],
    escape: u8,
    file: &File,
    comments: &[Span],
) {
    let mut state = State::new(escape);
    let whole = Span::new(0, text.len() as u32);
    let mut names = base::StageNames::new(&file.stages);
    w.document();
    w.map(whole, |w| {
        write_directives(w, directives);
        let shown = file.globals.first().map_or(Span::default(), |first| first.span);
        w.key(shown, "arguments");
        w.list(cover(shown, file.globals.iter().map(|global| global.span)), |w| {
            file.globals.iter().for_each(|global| write::global(w, text, global, &mut state));
        });
        let shown = file.stages.first().map_or(Span::default(), |stage| stage[0].span);
        let ends = file.stages.iter().flatten().map(|instruction| instruction.span);
        w.key(shown, "stages");
        w.list(cover(shown, ends), |w| {
            for (index, stage) in file.stages.iter().enumerate() {
                if w.is_full() {
                    break;
                }
                names.enter(index);
                write_stage(w, text, stage, &names, &mut state);
            }
        });
        w.comments_before(whole.end);
        write_comments(w, text, comments);
    });
}

fn cover(start: Span, spans: impl Iterator<Item = Span>) -> Span {
    Span::new(start.start, spans.map(|span| span.end).max().unwrap_or(start.end))
}

fn write_directives(w: &mut Writer<'_, '_>, directives: &[Directive]) {
    let shown = directives.first().map_or(Span::default(), |first| first.name.span);
    w.key(shown, "directives");
    w.map(cover(shown, directives.iter().map(|directive| directive.value.span)), |w| {
        for Directive { name, value } in directives {
            w.text_at(&name.text().to_ascii_lowercase(), value.span, value.text());
        }
    });
}

fn write_comments(w: &mut Writer<'_, '_>, text: &str, comments: &[Span]) {
    let shown = comments.first().copied().unwrap_or_default();
    w.key(shown, "comments");
    w.list(cover(shown, comments.iter().copied()), |w| {
        for &comment in comments {
            w.text(comment, comment_text(text, comment));
        }
    });
}

/// A comment without its sign.
fn comment_text(text: &str, comment: Span) -> &str {
    text[comment.range()].trim_start_matches('#').trim()
}

fn write_stage(w: &mut Writer<'_, '_>, text: &str, stage: &[Instruction], names: &base::StageNames, state: &mut State) {
    let Some((from, _)) = stage.split_first() else { return };
    let shown = from.span;
    w.map(cover(shown, stage.iter().map(|instruction| instruction.span)), |w| {
        w.number_at("index", shown, names.current);
        w.piece_at("name", from.arguments.get(2), shown);
        let base = from.arguments.first().map_or(base::Base::Image, |image| base::write(w, from, image, state));
        w.boolean_at("final", shown, names.current + 1 == names.count);
        state.begin(&base);
        w.key(shown, "instructions");
        w.list(cover(shown, stage.iter().map(|instruction| instruction.span)), |w| {
            for instruction in stage {
                if w.is_full() {
                    break;
                }
                write::instruction(w, text, instruction, names, state);
            }
        });
        w.piece_at("user", state.user.as_ref(), shown);
        write::workdir(w, state, shown);
    });
    state.end(from.arguments.get(2).map(Piece::text));
}
