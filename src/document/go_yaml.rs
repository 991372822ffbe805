//! What YAML allows and Go tools refuse or read otherwise.
//!
//! kubectl and its relatives read YAML through go-yaml, whose scanner is that of YAML 1.1. Each case here was tried with
//! the version that `sigs.k8s.io/yaml` uses. The fast reader declines all of them, so only files that it has declined
//! need a look.

use crate::{kind::Format, source::Span};

use super::{Arena, Node, NodeId, Style, SyntaxError, Tree};

/// What is wrong for Go in a file that can be read, in the order of the text. A file with errors needs mending first.
pub fn go_slips(tree: &Tree) -> Vec<SyntaxError> {
    if tree.format() != Format::Yaml || tree.declined().is_none() || !tree.errors().is_empty() {
        return Vec::new();
    }
    let mut look = Look { text: tree.source().text(), arena: tree.arena(), found: Vec::new() };
    look.documents();
    look.nodes();
    look.tabs();
    look.found.sort_by_key(|slip| slip.span);
    look.found
}

struct Look<'t> {
    text: &'t str,
    arena: &'t Arena,
    found: Vec<SyntaxError>,
}

impl<'t> Look<'t> {
    fn tell(&mut self, span: Span, message: &str, help: &str) {
        self.found.push(SyntaxError { rule: "go-yaml", span, message: message.to_owned(), help: help.to_owned() });
    }

    fn tell_tab(&mut self, tab: u32) {
        self.tell(Span::new(tab, tab + 1), "Go tools refuse a tab here", "write a space, or remove it");
    }

    /// What stands before each document: directives and markers.
    fn documents(&mut self) {
        let first = self.arena.roots().first().map_or(self.text.len() as u32, |&root| self.arena.span(root).start);
        let mut from = 0;
        for line in self.slice(0, first).split_inclusive(['\n', '\r']) {
            if line.starts_with("...") {
                let message = "Go tools refuse the end of a document that has not begun";
                self.tell(Span::new(from, from + 3), message, "remove it");
            }
            from += line.len() as u32;
        }
        from = 0;
        for &root in self.arena.roots() {
            let span = self.arena.span(root);
            let mut ended = false;
            let mut at = from;
            for line in self.slice(from, span.start.max(from)).split_inclusive(['\n', '\r']) {
                if line.starts_with("%YAML") && !line.starts_with("%YAML 1.1") {
                    let span = Span::new(at, at + line.trim_end().len() as u32);
                    self.tell(span, "Go tools know YAML 1.1 only, and refuse this directive", "remove the directive");
                }
                ended = line.starts_with("...") || ended && !line.starts_with("---");
                at += line.len() as u32;
            }
            if ended && from > 0 {
                let line = self.text[span.start as usize..].lines().next().unwrap_or_default();
                let span = Span::new(span.start, span.start + line.trim_end().len() as u32);
                let message = "document behind `...` without `---`: Go tools ignore it or refuse the file";
                self.tell(span, message, "begin the document with `---`");
            }
            from = span.end;
        }
    }

    fn nodes(&mut self) {
        let mut flow_until = 0;
        for id in 0..self.arena.len() as NodeId {
            let node = *self.arena.node(id);
            match node.style() {
                Style::FlowSequence | Style::FlowMapping => flow_until = flow_until.max(self.arena.next(id)),
                Style::Plain if id < flow_until => self.plain_in_flow(&node),
                Style::Absent if id < flow_until => self.absent_in_flow(id, &node),
                Style::Double => self.escapes(&node),
                Style::Literal | Style::Folded => self.block_scalar(id, &node),
                _ => {}
            }
            if node.is_mapping() {
                self.keys(id);
            }
            if let Some(properties) = self.arena.properties(id) {
                let (anchor, tag) = (properties.anchor, properties.tag);
                let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
                if !self.slice(anchor.start, anchor.end).chars().skip(1).all(usual) {
                    let message = "Go tools know letters, digits, `_` and `-` only in the name of an anchor";
                    self.tell(anchor, message, "rename the anchor");
                }
                if self.slice(tag.start, tag.end).contains('#') {
                    self.tell(
                        tag,
                        "Go tools do not know `#` in a tag",
                        "write a space before it if it begins a comment",
                    );
                }
            }
        }
    }

    fn plain_in_flow(&mut self, node: &Node) {
        let span = node.scalar_span();
        let text = self.slice(span.start, span.end);
        let sign = text.find('?').or_else(|| text.starts_with(':').then_some(0));
        if let Some(at) = sign {
            let at = span.start + at as u32;
            let message = "Go tools take this sign inside brackets for a key or its colon";
            self.tell(Span::new(at, at + 1), message, "put the text in quotes");
        }
    }

    /// The colon of `{key:, …}`.
    fn absent_in_flow(&mut self, id: NodeId, node: &Node) {
        let after_plain = id > 0 && self.arena.node(id - 1).style() == Style::Plain;
        let mut here = self.text[node.start() as usize..].chars();
        if after_plain && here.next() == Some(':') && matches!(here.next(), Some(',' | '}' | ']')) {
            let span = Span::new(node.start(), node.start() + 1);
            self.tell(span, "Go tools take this colon for a part of the key", "write a space after `:`");
        }
    }

    /// Tabs where the indentation of a block scalar is looked for or goes on, and text that has none.
    fn block_scalar(&mut self, id: NodeId, node: &Node) {
        let start = node.start() as usize;
        let mut lines = self.text[start..].split_inclusive('\n');
        let Some(first) = lines.next() else { return };
        if first.bytes().skip(1).take(2).any(|byte| byte.is_ascii_digit()) {
            return;
        }
        let (mut at, mut indent) = (start + first.len(), None);
        for line in lines {
            let text = line.trim_start_matches(' ');
            let spaces = line.len() - text.len();
            if text.starts_with('\t') && indent.is_none_or(|indent| spaces < indent) {
                return self.tell_tab((at + spaces) as u32);
            }
            if !text.trim_end().is_empty() {
                if indent.is_none() && spaces == 0 && self.arena.roots().contains(&id) {
                    let line = Span::new(at as u32, (at + line.trim_end().len()) as u32);
                    return self.tell(
                        line,
                        "Go tools want the text of a block scalar indented",
                        "indent it by a space",
                    );
                }
                if spaces < *indent.get_or_insert(spaces.max(1)) {
                    return;
                }
            }
            at += line.len();
        }
    }

    fn escapes(&mut self, node: &Node) {
        let span = node.scalar_span();
        let mut rest = self.slice(span.start, span.end);
        let mut found = Vec::new();
        while let Some(at) = rest.find('\\') {
            let sign = rest[at + 1..].chars().next();
            let code = rest.get(at + 2..at + 6).and_then(|code| u32::from_str_radix(code, 16).ok());
            if sign == Some('/') || sign == Some('u') && code.is_some_and(|code| char::from_u32(code).is_none()) {
                let start = span.end - (rest.len() - at) as u32;
                found.push(Span::new(start, start + 2));
            }
            rest = &rest[at + 1 + sign.map_or(0, char::len_utf8)..];
        }
        for span in found {
            self.tell(span, "Go tools do not know this escape", "write the character itself");
        }
    }

    fn keys(&mut self, mapping: NodeId) {
        let in_brackets = self.arena.node(mapping).style() == Style::FlowMapping;
        let mut key = mapping + 1;
        while key < self.arena.next(mapping) {
            let node = self.arena.node(key);
            let meant = if node.style() == Style::Alias { self.arena.node(node.link) } else { node };
            if meant.is_collection() {
                let span = self.arena.span(key);
                let line = self.slice(span.start, span.end).lines().next().unwrap_or_default();
                let span = Span::new(span.start, span.start + line.len() as u32);
                self.tell(span, "Go tools refuse a list or mapping as a key", "put it in quotes if it is text");
            } else if in_brackets && self.slice(self.arena.span(key).start, self.arena.span(key).end).contains('\n') {
                self.tell(self.arena.span(key), "Go tools refuse a key of several lines", "write it on one line");
            }
            key = self.arena.next(self.arena.next(key));
        }
    }

    /// Tabs before the text of a line and behind dashes. In flow collections and scalars they may stand.
    fn tabs(&mut self) {
        let (mut from, mut before, mut flow_until) = (0, Style::Absent, 0);
        for id in 0..self.arena.len() as NodeId {
            let node = *self.arena.node(id);
            if id >= flow_until && !matches!(node.style(), Style::Sequence | Style::Mapping) {
                self.gap(from, node.start(), before);
                (from, before) = (self.arena.span(id).end, node.style());
                flow_until = self.arena.next(id);
            }
        }
        self.gap(from, self.text.len() as u32, before);
    }

    /// The text between a value and the next. Behind a block scalar it may still be the scalar's.
    fn gap(&mut self, start: u32, end: u32, before: Style) {
        if matches!(before, Style::Literal | Style::Folded) {
            return;
        }
        let mut at = start;
        for (number, line) in self.slice(start, end.max(start)).split('\n').enumerate() {
            if let Some(tab) = tab(line, number > 0 || start == 0, before == Style::Plain) {
                let tab = at + tab as u32;
                self.tell_tab(tab);
            }
            at += line.len() as u32 + 1;
        }
    }

    fn slice(&self, start: u32, end: u32) -> &'t str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }
}

/// Where a tab stands in the part of a line before a scalar that Go refuses. `whole` says that the line begins here, and
/// `plain` that the scalar before it is plain: a comment behind spaces and a tab may follow that.
fn tab(line: &str, whole: bool, plain: bool) -> Option<usize> {
    let content = line.trim_start_matches(' ');
    let spaces = line.len() - content.len();
    if whole && content.starts_with('\t') {
        let comment = content.trim_start().starts_with('#');
        return (!(plain && spaces > 0 && comment)).then_some(spaces);
    }
    let code = &line[..line.find('#').unwrap_or(line.len())];
    let dashes = code.match_indices('-').filter(|&(at, _)| at == 0 && whole || code[..at].ends_with([' ', '-']));
    dashes.into_iter().find_map(|(at, _)| {
        let behind = &code[at + 1..];
        let blanks = behind.len() - behind.trim_start_matches(' ').len();
        behind[blanks..].starts_with('\t').then_some(at + 1 + blanks)
    })
}
