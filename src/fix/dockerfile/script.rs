//! Commands of a RUN, put in and taken out with what joins them to the others.

use serde_json::Value;

use super::{File, Refusal, Splice};
use crate::{
    document::{NodeRef, Pointer, Step},
    source::Span,
};

/// The script of an instruction in shell form.
struct Script<'f, 't> {
    file: &'f File<'t>,
    instruction: NodeRef<'t>,
    commands: Vec<NodeRef<'t>>,
    /// Whether it is a here-document, whose lines are commands.
    document: bool,
}

/// If a pointer names a command: the steps to its instruction, and its index.
pub(super) fn command_of(at: &Pointer) -> Option<(Pointer, usize)> {
    match at.steps() {
        [way @ .., Step::Key(commands), Step::Index(index)] if commands == "commands" => {
            Some((Pointer(way.to_vec()), *index))
        }
        _ => None,
    }
}

/// A command put in before another, or behind the last.
pub(super) fn add(file: &File<'_>, instruction: &Pointer, index: usize, new: &str) -> Result<Vec<Splice>, Refusal> {
    let script = Script::new(file, instruction)?;
    if index == script.commands.len() { script.append(new) } else { script.insert(index, new) }
}

/// A command taken out.
pub(super) fn remove(file: &File<'_>, instruction: &Pointer, index: usize) -> Result<Vec<Splice>, Refusal> {
    Script::new(file, instruction)?.remove(index)
}

impl<'f, 't> Script<'f, 't> {
    fn new(file: &'f File<'t>, instruction: &Pointer) -> Result<Self, Refusal> {
        let instruction = file.node(instruction)?;
        let shell = instruction.get("form").and_then(NodeRef::as_str).is_some_and(|form| form == "shell");
        let commands: Vec<_> = instruction.get("commands").map(|list| list.items().collect()).unwrap_or_default();
        if !shell || instruction.get("unparsed").is_some() || commands.is_empty() {
            return Err(Refusal::new("the script is not one of commands alone"));
        }
        let text = instruction.get("text").map(|text| text.text().into_owned()).unwrap_or_default();
        let documents = instruction.get("heredocs").map_or(0, NodeRef::len);
        match (documents, text.starts_with("<<") && !text.contains(char::is_whitespace)) {
            (0, _) => Ok(Self { file, instruction, commands, document: false }),
            (1, true) => Ok(Self { file, instruction, commands, document: true }),
            _ => Err(Refusal::new("a here-document stands in the script")),
        }
    }

    fn append(&self, new: &str) -> Result<Vec<Splice>, Refusal> {
        if self.document {
            let span = self.content()?;
            let end = span.start as usize + self.file.text[span.range()].trim_end().len();
            let indent = self.indent(end);
            return Ok(vec![Splice::insert(end, format!("{}{indent}{new}", self.file.line_break()))]);
        }
        let start = self.instruction.raw_span().start as usize;
        let end = start + self.file.text[self.instruction.raw_span().range()].trim_end().len();
        let joint = self.joint();
        // What ends with a semicolon has its joint already.
        let joint = if self.file.text[..end].ends_with(';') { joint.trim_start_matches(';') } else { &joint };
        Ok(vec![Splice::insert(end, format!("{joint}{new}"))])
    }

    fn insert(&self, index: usize, new: &str) -> Result<Vec<Splice>, Refusal> {
        let command = self.top(index)?;
        let start = command.raw_span().start as usize;
        if self.document {
            // What the first command stands in, such as a loop, begins with the text.
            let start = if index == 0 { self.first_line()? } else { start };
            if !self.file.text[self.file.line_start(start)..start].trim().is_empty() {
                return Err(Refusal::layout());
            }
            return Ok(vec![Splice::insert(start, format!("{new}{}{}", self.file.line_break(), self.indent(start)))]);
        }
        Ok(vec![Splice::insert(start, format!("{new}{}", self.joint()))])
    }

    fn remove(&self, index: usize) -> Result<Vec<Splice>, Refusal> {
        let span = self.top(index)?.raw_span();
        let (start, end) = (span.start as usize, span.end as usize);
        let next = self.commands[index + 1..].iter().find(|next| next.raw_span().start as usize >= end);
        let next = next.map(|next| next.raw_span().start as usize);
        if let Some((gap, _)) = self.gap(start) {
            let instruction = self.instruction.raw_span().end as usize;
            let followed = next.is_some_and(|next| self.gap(next).is_some_and(|(gap, _)| gap == end));
            let last = self.file.text[end..instruction].trim().is_empty();
            let last = last || self.document && self.file.text[end..].starts_with(['\r', '\n']);
            return if followed || last { Ok(vec![Splice::delete(gap..end)]) } else { Err(joined()) };
        }
        let next = next.filter(|&next| index == 0 && self.gap(next).is_some_and(|(gap, _)| gap == end));
        let next = next.ok_or_else(joined)?;
        Ok(vec![Splice::delete(start..next)])
    }

    /// The text of the here-document.
    fn content(&self) -> Result<Span, Refusal> {
        let content = self.instruction.get("heredocs").and_then(|list| list.items().next()?.get("content"));
        Ok(content.ok_or_else(Refusal::layout)?.raw_span())
    }

    /// The first byte of the here-document that is neither blank nor names the shell.
    fn first_line(&self) -> Result<usize, Refusal> {
        let span = self.content()?;
        let text = &self.file.text[span.range()];
        let named = if text.starts_with("#!") { text.find('\n').map_or(text.len(), |end| end + 1) } else { 0 };
        Ok(span.end as usize - text[named..].trim_start().len())
    }

    /// A command that stands in the script itself.
    fn top(&self, index: usize) -> Result<NodeRef<'t>, Refusal> {
        let command = self.commands.get(index).ok_or_else(|| Refusal::new("the place does not exist"))?;
        let via = command.get("via").is_some_and(|via| via.to_json() != Value::Null);
        if via { Err(Refusal::new("another command runs it")) } else { Ok(*command) }
    }

    /// Where the command before one ends, if nothing but `&&`, `;` or, in a here-document, a line's end stands between, and
    /// how the two are joined.
    fn gap(&self, start: usize) -> Option<(usize, &'static str)> {
        let before = self.blank_before(start);
        let text = &self.file.text[..before];
        for operator in ["&&", ";"] {
            if let Some(rest) = text.strip_suffix(operator) {
                return (!rest.ends_with(';')).then(|| (self.blank_before(rest.len()), operator));
            }
        }
        let broken = self.document && self.file.text[before..start].contains('\n');
        let first = self.commands.first().is_none_or(|first| first.raw_span().start as usize == start);
        (broken && !first).then_some((before, "\n"))
    }

    /// Back over blanks, line ends and what continues a line.
    fn blank_before(&self, at: usize) -> usize {
        let escape = self.file.escape();
        let mut text = &self.file.text[..at];
        loop {
            let rest = text.trim_end_matches([' ', '\t', '\r', '\n']);
            let broken = text[rest.len()..].contains('\n');
            match rest.strip_suffix(escape) {
                Some(rest) if broken => text = rest,
                _ => return rest.len(),
            }
        }
    }

    /// What joins commands here, as the last two of the script itself are joined.
    fn joint(&self) -> String {
        let outside = |command: &&NodeRef<'t>| command.get("subshell").is_some_and(|inside| inside.to_json() == false);
        for command in self.commands.iter().skip(1).rev().filter(outside) {
            let start = command.raw_span().start as usize;
            let Some((gap, operator)) = self.gap(start).filter(|(_, operator)| *operator != "\n") else { continue };
            let joint = &self.file.text[gap..start];
            if joint.contains('#') {
                continue;
            }
            // Without `set -e` a semicolon would hide what has failed.
            return match operator == ";" && !self.stops() {
                true => joint.replacen(';', " &&", 1),
                false => joint.to_owned(),
            };
        }
        match self.file.text[self.instruction.raw_span().range()].contains('\n') {
            true => format!(" {}{}    && ", self.file.escape(), self.file.line_break()),
            false => " && ".to_owned(),
        }
    }

    fn stops(&self) -> bool {
        let set = |command: &NodeRef<'t>| {
            let flags = command.get("flags").into_iter().flat_map(NodeRef::items);
            let name = command.get("name").and_then(NodeRef::as_str);
            name.is_some_and(|name| name == "set") && flags.map(NodeRef::text).any(|flag| flag.contains('e'))
        };
        self.commands.iter().any(set)
    }

    /// What the line of a byte begins with.
    fn indent(&self, at: usize) -> &'t str {
        let line = &self.file.text[self.file.line_start(at)..];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }
}

/// The commands are those that were there, with the new one, or without the removed one and those that it runs.
pub(super) fn holds(before: &File<'_>, after: &File<'_>, at: &Pointer, new: Option<&str>) -> Result<bool, Refusal> {
    let Some((instruction, index)) = command_of(at) else { return Ok(false) };
    let list = |file: &File<'_>| -> Result<Vec<(String, Value)>, Refusal> {
        let commands = file.node(&instruction)?.get("commands").into_iter().flat_map(NodeRef::items);
        Ok(commands.map(|command| (file.text[command.raw_span().range()].to_owned(), alone(command))).collect())
    };
    let (mut expected, mut found) = (list(before)?, list(after)?);
    match new {
        Some(new) => {
            if found.get(index).is_none_or(|(text, _)| text != new.trim()) {
                return Ok(false);
            }
            found.remove(index);
        }
        None => {
            let commands: Vec<_> =
                before.node(&instruction)?.get("commands").into_iter().flat_map(NodeRef::items).collect();
            let span = commands.get(index).map(|command| command.raw_span()).unwrap_or_default();
            let within = commands[index..].iter().take_while(|command| command.raw_span().start < span.end).count();
            expected.drain(index..index + within);
        }
    }
    let same = |key: &str| -> Result<bool, Refusal> {
        let value = |file: &File<'_>| Ok(file.node(&instruction)?.get(key).map(NodeRef::to_json));
        Ok(value(before)? == value(after)?)
    };
    let values = |list: Vec<(String, Value)>| list.into_iter().map(|(_, value)| value).collect::<Vec<_>>();
    Ok(values(expected) == values(found) && same("flags")? && same("shell")?)
}

/// What a command is, whatever it is joined to.
fn alone(command: NodeRef<'_>) -> Value {
    let mut value = command.to_json();
    if let Value::Object(entries) = &mut value {
        entries.shift_remove("operator");
        entries.shift_remove("pipeline");
    }
    value
}

fn joined() -> Refusal {
    Refusal::new("the command is joined to others in a way that edits do not know")
}
