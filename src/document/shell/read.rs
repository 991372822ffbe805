//! The structure around words: where a command starts, where it ends, how it is joined.
//!
//! Blocks are not checked for balance; `then`, `done` and the like only say that a command may start. What matters is
//! which words form one simple command, and how it is joined to the one before.

use super::{
    Mapped,
    command::{Assignment, Command, Piece, Script},
    lex::{Unread, Word, skip, word},
    nested,
    redirect::Pending,
};
use crate::source::Span;

/// Scripts inside scripts (`$(…)`, `sh -c '…'`, `sudo …`) are read this deep.
pub(super) const DEEPEST: u8 = 6;

/// Reads a script.
pub(in crate::document) fn read(text: &Mapped) -> Script {
    let mut script = Script::default();
    if Reader::new(text, &mut script, None, 0).run().is_err() {
        script.commands.clear();
        script.unparsed = true;
    }
    script
}

/// Reads a command given as its words: the exec form.
pub(in crate::document) fn read_words(words: &[Piece]) -> Script {
    let mut script = Script::default();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return script };
    let span = Span::new(first.span.start, last.span.end);
    script.pipelines = 1;
    let command = Command { span, words: words.to_vec(), ..Command::default() };
    nested::finish(command, &[], &mut script, 0);
    script
}

/// Reads a script inside another. One that cannot be read, or is too deep, does not take the outer along.
pub(super) fn read_inner(text: &Mapped, script: &mut Script, via: &str, depth: u8) {
    if depth > DEEPEST {
        script.unparsed = true;
        return;
    }
    let before = script.commands.len();
    if Reader::new(text, script, Some(via), depth).run().is_err() {
        script.commands.truncate(before);
        script.unparsed = true;
    }
}

/// What is open around the command that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Open {
    Subshell,
    Case,
}

pub(super) struct Reader<'t, 's> {
    pub(super) text: &'t Mapped,
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    pub(super) script: &'s mut Script,
    pub(super) via: Option<&'s str>,
    pub(super) depth: u8,
    pub(super) open: Vec<Open>,
    pub(super) operator: Option<&'static str>,
    pub(super) pipeline: u32,
    /// The command so far, and the bodies of its substitutions.
    pub(super) command: Command,
    pub(super) inner: Vec<Mapped>,
    /// A block has just ended, so that redirections belong to it.
    pub(super) after_block: bool,
    pub(super) pending: Vec<Pending>,
}

impl<'t, 's> Reader<'t, 's> {
    fn new(text: &'t Mapped, script: &'s mut Script, via: Option<&'s str>, depth: u8) -> Self {
        Self {
            text,
            bytes: text.text().as_bytes(),
            at: 0,
            script,
            via,
            depth,
            open: Vec::new(),
            operator: None,
            pipeline: 0,
            command: Command::default(),
            inner: Vec::new(),
            after_block: false,
            pending: Vec::new(),
        }
    }

    fn run(mut self) -> Result<(), Unread> {
        loop {
            self.blanks();
            let Some(byte) = self.peek(0) else { break };
            match byte {
                b'\n' => self.newline(),
                b'#' => self.comment(),
                b';' => self.semicolon()?,
                b'&' | b'|' => self.join()?,
                b'(' => self.parenthesis()?,
                b')' => self.close()?,
                b'<' | b'>' if self.peek(1) != Some(b'(') => self.redirect(None)?,
                _ => self.word()?,
            }
        }
        self.finish();
        if self.open.is_empty() { Ok(()) } else { Err(Unread) }
    }

    pub(super) fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    pub(super) fn blanks(&mut self) {
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some(b' ' | b'\t' | b'\r'), _) => self.at += 1,
                (Some(b'\\'), Some(b'\n')) => self.at += 2,
                (Some(b'\\'), Some(b'\r')) if self.peek(2) == Some(b'\n') => self.at += 3,
                _ => return,
            }
        }
    }

    pub(super) fn blank_lines(&mut self) {
        loop {
            self.blanks();
            match self.peek(0) {
                Some(b'\n') => self.at += 1,
                Some(b'#') => self.comment(),
                _ => return,
            }
        }
    }

    fn comment(&mut self) {
        let rest = &self.text.text()[self.at..];
        let end = self.at + rest.find('\n').unwrap_or(rest.len());
        let trimmed = self.at + self.text.text()[self.at..end].trim_end().len();
        self.script.comments.push(self.text.span(self.at..trimmed));
        self.at = end;
    }

    pub(super) fn starts_command(&self) -> bool {
        self.command.words.is_empty() && self.command.assignments.is_empty()
    }

    fn newline(&mut self) {
        self.at += 1;
        self.separate(";");
        for pending in std::mem::take(&mut self.pending) {
            self.here_document(&pending);
        }
    }

    /// Ends the command; a separator after an operator (`&&` and a line end) does not replace it.
    fn separate(&mut self, operator: &'static str) {
        let ended = self.finish();
        if ended || self.after_block {
            self.operator = Some(operator);
        }
        self.after_block = false;
    }

    fn semicolon(&mut self) -> Result<(), Unread> {
        let rest = &self.bytes[self.at..];
        let of_case = rest.starts_with(b";;") || rest.starts_with(b";&");
        let width = if rest.starts_with(b";;&") { 3 } else { 1 + usize::from(of_case) };
        self.at += width;
        self.separate(";");
        if of_case && self.open.last() == Some(&Open::Case) { self.patterns() } else { Ok(()) }
    }

    fn join(&mut self) -> Result<(), Unread> {
        let rest = &self.bytes[self.at..];
        if rest.starts_with(b"&>") {
            return self.redirect(None);
        }
        const OPERATORS: [&str; 5] = ["&&", "||", "|&", "&", "|"];
        let Some(operator) = OPERATORS.iter().find(|operator| rest.starts_with(operator.as_bytes())) else {
            return Err(Unread);
        };
        self.at += operator.len();
        self.finish();
        self.operator = Some(operator);
        self.after_block = false;
        Ok(())
    }

    fn parenthesis(&mut self) -> Result<(), Unread> {
        if self.starts_command() {
            if self.peek(1) == Some(b'(') {
                let end = skip(self.bytes, self.at)?;
                if self.bytes[..end].ends_with(b"))") {
                    self.at = end;
                    self.after_block = true;
                    return Ok(());
                }
            }
            self.open.push(Open::Subshell);
            self.at += 1;
            return Ok(());
        }
        // A function: `name()` and then its body, which is read like any other block.
        self.at += 1;
        self.blanks();
        if self.command.words.len() != 1 || self.peek(0) != Some(b')') {
            return Err(Unread);
        }
        self.at += 1;
        self.command = Command::default();
        self.inner.clear();
        Ok(())
    }

    fn close(&mut self) -> Result<(), Unread> {
        self.finish();
        self.at += 1;
        self.after_block = true;
        if self.open.pop() == Some(Open::Subshell) { Ok(()) } else { Err(Unread) }
    }

    fn word(&mut self) -> Result<(), Unread> {
        let read = self.next_word()?;
        let text = read.value.text();
        let number = !read.quoted && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if number && matches!(self.peek(0), Some(b'<' | b'>')) {
            let piece = self.piece(&read);
            return self.redirect(Some(piece));
        }
        if self.starts_command() && !read.quoted && self.reserved(read.value.text())? {
            return Ok(());
        }
        if self.command.words.is_empty() && read.assigned.is_some() {
            self.assign(read);
            return Ok(());
        }
        let test = self.command.words.is_empty() && read.value.text() == "[[";
        self.add(&read);
        if test { self.test() } else { Ok(()) }
    }

    /// Reads a word and keeps the bodies of its substitutions.
    pub(super) fn next_word(&mut self) -> Result<Word, Unread> {
        let read = word(self.text, self.at)?;
        if read.range.is_empty() {
            return Err(Unread);
        }
        self.at = read.range.end;
        let bodies = read.substitutions.iter().filter(|body| !body.is_empty());
        self.inner.extend(bodies.map(|body| self.text.slice(body.clone())));
        Ok(read)
    }

    pub(super) fn piece(&self, word: &Word) -> Piece {
        Piece { value: word.value.clone(), span: self.text.span(word.range.clone()) }
    }

    pub(super) fn add(&mut self, word: &Word) {
        let piece = self.piece(word);
        self.cover(piece.span);
        self.command.words.push(piece);
    }

    fn assign(&mut self, word: Word) {
        let span = self.text.span(word.range.clone());
        self.cover(span);
        let value_at = word.assigned.unwrap_or_default();
        let name_end = word.value.text()[..value_at].trim_end_matches(['=', '+']).len();
        let name = word.value.slice(0..name_end);
        let value = word.value.slice(value_at..word.value.text().len());
        let value_span = self.text.span(word.range.start + value_at..word.range.end);
        self.command.assignments.push(Assignment {
            name: Piece { span: name.whole(), value: name },
            value: Piece { span: value_span, value },
        });
    }

    /// Widens the command's place.
    pub(super) fn cover(&mut self, span: Span) {
        let command = &mut self.command;
        let fresh = command.words.is_empty() && command.assignments.is_empty() && command.redirects.is_empty();
        command.span = if fresh { span } else { Span::new(command.span.start, command.span.end.max(span.end)) };
    }

    /// Ends the command and writes it; false where there is none.
    pub(super) fn finish(&mut self) -> bool {
        let mut command = std::mem::take(&mut self.command);
        let only_redirects = command.words.is_empty() && command.assignments.is_empty();
        if only_redirects && (command.redirects.is_empty() || self.after_block) {
            self.flush_inner();
            return false;
        }
        self.after_block = false;
        command.operator = self.operator.take();
        if !matches!(command.operator, Some("|" | "|&")) {
            self.pipeline = self.script.pipelines;
            self.script.pipelines += 1;
        }
        command.pipeline = self.pipeline;
        command.subshell = self.open.contains(&Open::Subshell);
        command.via = self.via.map(Box::from);
        self.claim_here_documents(&command);
        let inner = std::mem::take(&mut self.inner);
        nested::finish(command, &inner, self.script, self.depth);
        true
    }

    /// Reads substitutions that belong to no command: those of `for` and `case`.
    pub(super) fn flush_inner(&mut self) {
        for body in std::mem::take(&mut self.inner) {
            read_inner(&body, self.script, "substitution", self.depth + 1);
        }
    }
}
