//! Commands to the tree.

use std::collections::HashMap;

use super::{
    command::{Command, Piece, Script},
    writer::Writer,
};
use crate::source::Span;

/// Writes `commands`, and `unparsed` where they could not be read. `shown` is what stands for the whole list.
pub(in crate::document) fn write_commands(w: &mut Writer<'_, '_>, shown: Span, script: &Script) {
    w.key(shown, "commands");
    let start = script.commands.first().map_or(shown.start, |command| command.span.start);
    let end = script.commands.iter().map(|command| command.span.end).max().unwrap_or(shown.end);
    w.list(Span::new(start, end), |w| script.commands.iter().for_each(|command| write_command(w, command)));
    if script.unparsed {
        w.boolean_at("unparsed", shown, true);
    }
}

fn write_command(w: &mut Writer<'_, '_>, command: &Command) {
    let span = command.span;
    w.map(span, |w| {
        let shown = command.words.first().map_or(span, |word| word.span);
        w.piece_at("name", name(command).as_ref(), span);
        w.pieces_at("words", shown, command.words.iter());
        let options_end = command.words.iter().position(|word| word.text() == "--").unwrap_or(command.words.len());
        let is_flag = |index: usize| {
            let text = command.words[index].text();
            index < options_end && text.len() > 1 && text.starts_with('-')
        };
        let rest = (1..command.words.len()).filter(|&index| index != options_end);
        w.pieces_at("arguments", shown, rest.clone().filter(|&i| !is_flag(i)).map(|i| &command.words[i]));
        w.pieces_at("flags", shown, rest.filter(|&i| is_flag(i)).map(|i| &command.words[i]));
        write_assignments(w, command);
        write_redirects(w, command);
        match command.operator {
            Some(operator) => w.text_at("operator", shown, operator),
            None => w.literal_at("operator", shown, "null"),
        }
        w.number_at("pipeline", shown, command.pipeline as usize);
        w.boolean_at("subshell", shown, command.subshell);
        match &command.via {
            Some(via) => w.text_at("via", shown, via),
            None => w.literal_at("via", shown, "null"),
        }
    });
}

/// The first word without its folder.
fn name(command: &Command) -> Option<Piece> {
    let first = command.words.first()?;
    let folder = first.text().rfind('/').map_or(0, |slash| slash + 1);
    if folder == 0 || folder == first.text().len() {
        return Some(first.clone());
    }
    let value = first.value.slice(folder..first.text().len());
    Some(Piece { span: value.whole(), value })
}

fn write_assignments(w: &mut Writer<'_, '_>, command: &Command) {
    // Of a name assigned twice, the last counts.
    let last: HashMap<&str, usize> =
        command.assignments.iter().enumerate().map(|(index, assignment)| (assignment.name.text(), index)).collect();
    let start = command.assignments.first().map_or(command.span.start, |first| first.name.span.start);
    let end = command.assignments.last().map_or(command.span.start, |last| last.value.span.end);
    w.key(command.span, "assignments");
    w.map(Span::new(start, end), |w| {
        for (index, assignment) in command.assignments.iter().enumerate() {
            if last.get(assignment.name.text()) == Some(&index) {
                w.text_at_key(&assignment.name, &assignment.value);
            }
        }
    });
}

fn write_redirects(w: &mut Writer<'_, '_>, command: &Command) {
    let start = command.redirects.first().map_or(command.span.start, |first| first.operator.span.start);
    w.key(command.span, "redirects");
    w.list(Span::new(start, command.span.end.max(start)), |w| {
        for redirect in &command.redirects {
            let from = redirect.descriptor.as_ref().unwrap_or(&redirect.operator).span.start;
            w.map(Span::new(from, redirect.target.span.end), |w| {
                let descriptor = redirect.descriptor.as_ref();
                if let Some((span, number)) = descriptor.and_then(|d| Some((d.span, d.text().parse::<u16>().ok()?))) {
                    w.number_at("descriptor", span, number.into());
                }
                w.piece_at("operator", Some(&redirect.operator), redirect.operator.span);
                w.piece_at("target", Some(&redirect.target), redirect.target.span);
            });
        }
    });
}
