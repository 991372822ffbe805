//! The structure around words: operators, blocks, redirections, here-documents.
//!
//! Blocks are not checked for balance; `then`, `done` and the like only say that a command may start. What matters is
//! which words form one simple command, and how it is joined to the one before.

use super::{
    Mapped,
    lex::{Unread, Word, is_meta, skip, word},
    nested,
};
use crate::source::Span;

/// Scripts inside scripts (`$(…)`, `sh -c '…'`, `sudo …`) are read this deep.
pub(super) const DEEPEST: u8 = 6;

/// A text with the place it is about: quotes, for example, belong to the place but not to the text.
#[derive(Clone, Debug, Default)]
pub(in crate::document) struct Piece {
    pub(in crate::document) value: Mapped,
    pub(in crate::document) span: Span,
}

impl Piece {
    pub(in crate::document) fn text(&self) -> &str {
        self.value.text()
    }
}

/// `NAME=value` before a command.
#[derive(Debug)]
pub(in crate::document) struct Assignment {
    pub(super) name: Piece,
    pub(super) value: Piece,
}

/// `2>&1`, `> file`, `<<EOF`.
#[derive(Debug)]
pub(in crate::document) struct Redirect {
    pub(super) descriptor: Option<Piece>,
    pub(super) operator: Piece,
    pub(super) target: Piece,
}

/// One simple command.
#[derive(Debug, Default)]
pub(in crate::document) struct Command {
    pub(super) span: Span,
    pub(super) words: Vec<Piece>,
    pub(super) assignments: Vec<Assignment>,
    pub(super) redirects: Vec<Redirect>,
    /// How it is joined to the one before.
    pub(super) operator: Option<&'static str>,
    /// Commands joined by `|` share the number.
    pub(super) pipeline: u32,
    pub(super) subshell: bool,
    /// The command, or `substitution`, through which it runs.
    pub(super) via: Option<Box<str>>,
}

/// The commands of a script, in order.
#[derive(Debug, Default)]
pub(in crate::document) struct Script {
    /// Empty where the script as a whole could not be read.
    pub(in crate::document) commands: Vec<Command>,
    /// Comments, each to the end of its line.
    pub(in crate::document) comments: Vec<Span>,
    /// Whether it, or a script inside it, could not be read.
    pub(in crate::document) unparsed: bool,
    pub(super) pipelines: u32,
}

impl Script {
    /// A script in another language.
    pub(in crate::document) fn unparsed() -> Self {
        Self { unparsed: true, ..Self::default() }
    }
}

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

/// Reads a script inside another: too deep ones are left out, and one that cannot be read does not take the outer along.
pub(super) fn read_inner(text: &Mapped, script: &mut Script, via: &str, depth: u8) {
    if depth > DEEPEST {
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
enum Open {
    Subshell,
    Case,
}

/// Where a here-document's body is still to come.
struct Pending {
    delimiter: String,
    strip_tabs: bool,
    /// Index of the command it belongs to, if that reads its script from it.
    script_of: Option<usize>,
}

struct Reader<'t, 's> {
    text: &'t Mapped,
    bytes: &'t [u8],
    at: usize,
    script: &'s mut Script,
    via: Option<&'s str>,
    depth: u8,
    open: Vec<Open>,
    operator: Option<&'static str>,
    pipeline: u32,
    /// The command so far, and the bodies of its substitutions.
    command: Command,
    inner: Vec<Mapped>,
    /// A block has just ended, so that redirections belong to it.
    after_block: bool,
    pending: Vec<Pending>,
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

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn blanks(&mut self) {
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some(b' ' | b'\t' | b'\r'), _) => self.at += 1,
                (Some(b'\\'), Some(b'\n')) => self.at += 2,
                (Some(b'\\'), Some(b'\r')) if self.peek(2) == Some(b'\n') => self.at += 3,
                _ => return,
            }
        }
    }

    fn blank_lines(&mut self) {
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

    fn starts_command(&self) -> bool {
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
    fn next_word(&mut self) -> Result<Word, Unread> {
        let read = word(self.text, self.at)?;
        if read.range.is_empty() {
            return Err(Unread);
        }
        self.at = read.range.end;
        let bodies = read.substitutions.iter().filter(|body| !body.is_empty());
        self.inner.extend(bodies.map(|body| self.text.slice(body.clone())));
        Ok(read)
    }

    fn piece(&self, word: &Word) -> Piece {
        Piece { value: word.value.clone(), span: self.text.span(word.range.clone()) }
    }

    fn add(&mut self, word: &Word) {
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
    fn cover(&mut self, span: Span) {
        let command = &mut self.command;
        let fresh = command.words.is_empty() && command.assignments.is_empty() && command.redirects.is_empty();
        command.span = if fresh { span } else { Span::new(command.span.start, command.span.end.max(span.end)) };
    }

    /// Whether a word where a command may start belongs to the grammar; takes what belongs to it.
    fn reserved(&mut self, text: &str) -> Result<bool, Unread> {
        match text {
            "if" | "then" | "else" | "elif" | "do" | "while" | "until" | "!" | "{" | "coproc" => {}
            "fi" | "done" | "}" => {
                self.finish();
                self.after_block = true;
            }
            "esac" => {
                if self.open.pop() != Some(Open::Case) {
                    return Err(Unread);
                }
                self.after_block = true;
            }
            "for" | "select" => self.for_header()?,
            "case" => self.case_header()?,
            "function" => {
                self.blanks();
                self.next_word()?;
                if self.bytes[self.at..].starts_with(b"()") {
                    self.at += 2;
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// `for NAME in WORDS` up to the separator; the words are no command, their substitutions are.
    fn for_header(&mut self) -> Result<(), Unread> {
        self.blanks();
        if self.bytes[self.at..].starts_with(b"((") {
            self.at = skip(self.bytes, self.at)?;
            self.after_block = true;
            return Ok(());
        }
        loop {
            self.blanks();
            match self.peek(0) {
                None | Some(b'\n' | b';') => break,
                _ => drop(self.next_word()?),
            }
        }
        self.flush_inner();
        self.after_block = true;
        Ok(())
    }

    fn case_header(&mut self) -> Result<(), Unread> {
        self.blanks();
        self.next_word()?;
        self.flush_inner();
        self.blank_lines();
        if self.next_word()?.value.text() != "in" {
            return Err(Unread);
        }
        self.open.push(Open::Case);
        self.patterns()
    }

    /// `a | b)` of a case, or its `esac`.
    fn patterns(&mut self) -> Result<(), Unread> {
        self.blank_lines();
        if self.peek(0) == Some(b'(') {
            self.at += 1;
        }
        loop {
            self.blanks();
            match self.peek(0) {
                Some(b'|') => self.at += 1,
                Some(b')') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => {
                    let read = self.next_word()?;
                    if read.value.text() == "esac" && !read.quoted {
                        self.open.pop();
                        self.after_block = true;
                        return Ok(());
                    }
                }
            }
        }
    }

    /// `[[ … ]]`, where operators are words.
    fn test(&mut self) -> Result<(), Unread> {
        loop {
            self.blanks();
            let start = self.at;
            match self.peek(0).ok_or(Unread)? {
                b'\n' => self.at += 1,
                byte if is_meta(byte) => {
                    self.at += if self.peek(1) == Some(byte) { 2 } else { 1 };
                    let range = start..self.at;
                    self.add(&Word { value: self.text.slice(range.clone()), range, ..Word::default() });
                }
                _ => {
                    let read = self.next_word()?;
                    self.add(&read);
                    if read.value.text() == "]]" {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn redirect(&mut self, descriptor: Option<Piece>) -> Result<(), Unread> {
        const OPERATORS: [&str; 12] = ["&>>", "<<<", "<<-", "&>", "<<", "<&", "<>", ">>", ">&", ">|", "<", ">"];
        let rest = &self.bytes[self.at..];
        let Some(operator) = OPERATORS.iter().find(|operator| rest.starts_with(operator.as_bytes())) else {
            return Err(Unread);
        };
        let start = self.at;
        self.at += operator.len();
        let operator_piece = self.text.slice(start..self.at);
        self.blanks();
        let target = self.next_word()?;
        let piece = self.piece(&target);
        let from = descriptor.as_ref().map_or(operator_piece.whole().start, |descriptor| descriptor.span.start);
        self.cover(Span::new(from, piece.span.end));
        if matches!(*operator, "<<" | "<<-") {
            self.pending.push(Pending {
                delimiter: target.value.text().to_owned(),
                strip_tabs: *operator == "<<-",
                script_of: None,
            });
        }
        let operator = Piece { span: operator_piece.whole(), value: operator_piece };
        self.command.redirects.push(Redirect { descriptor, operator, target: piece });
        Ok(())
    }

    fn here_document(&mut self, pending: &Pending) {
        let mut body = Mapped::default();
        while self.at < self.bytes.len() {
            let rest = &self.text.text()[self.at..];
            let line = rest.split_inclusive('\n').next().unwrap_or_default();
            let end = self.at + line.len();
            let stripped = if pending.strip_tabs { line.trim_start_matches('\t') } else { line };
            if stripped.trim_end_matches(['\n', '\r']) == pending.delimiter {
                self.at = end;
                break;
            }
            if pending.script_of.is_some() {
                body.extend(self.text, end - stripped.len()..end);
            }
            self.at = end;
        }
        let Some(index) = pending.script_of else { return };
        let via = self.script.commands.get(index).and_then(Command::name).unwrap_or_default().to_owned();
        read_inner(&body, self.script, &via, self.depth + 1);
    }

    /// Ends the command and writes it; false where there is none.
    fn finish(&mut self) -> bool {
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

    /// A shell without a script of its own reads the here-document it is given.
    fn claim_here_documents(&mut self, command: &Command) {
        if nested::reads_standard_input(command) {
            let index = self.script.commands.len();
            let own = command.redirects.iter().filter(|redirect| redirect.operator.text().starts_with("<<")).count();
            let from = self.pending.len().saturating_sub(own);
            self.pending[from..].iter_mut().for_each(|pending| pending.script_of = Some(index));
        }
    }

    /// Reads substitutions that belong to no command: those of `for` and `case`.
    fn flush_inner(&mut self) {
        for body in std::mem::take(&mut self.inner) {
            read_inner(&body, self.script, "substitution", self.depth + 1);
        }
    }
}
