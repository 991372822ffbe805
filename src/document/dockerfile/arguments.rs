//! The arguments of an instruction, as its own grammar has them.

use std::ops::Range;

use crate::{
    document::{
        SyntaxError,
        shell::{Mapped, Piece},
    },
    source::Span,
};

use super::{
    error,
    instruction::{Form, Instruction, Pair, parse, trim, unclosed},
    words,
};

impl Instruction {
    pub(super) fn read_arguments(
        &mut self,
        line: &Mapped,
        rest: Range<usize>,
        escape: u8,
        nested: bool,
    ) -> Result<(), SyntaxError> {
        match self.keyword {
            "RUN" | "CMD" | "ENTRYPOINT" => {
                self.command(line, rest);
                self.at_least(usize::from(self.form == Some(Form::Shell)), "a command")
            }
            "SHELL" => self.shell(line, rest),
            "HEALTHCHECK" => self.healthcheck(line, rest),
            "ADD" | "COPY" | "VOLUME" => {
                self.list(line, rest);
                let (least, what) =
                    if self.keyword == "VOLUME" { (1, "a path") } else { (2, "source and destination") };
                self.at_least(least, what)
            }
            "FROM" => {
                self.plain_words(line, rest);
                Ok(())
            }
            "EXPOSE" => {
                self.plain_words(line, rest);
                self.at_least(1, "a port")
            }
            "ENV" | "LABEL" => self.pairs(line, rest, escape),
            "ARG" => self.build_arguments(line, rest, escape),
            "ONBUILD" => self.onbuild(line, rest, escape, nested),
            _ => {
                if !rest.is_empty() {
                    self.arguments.push(words::piece(line, rest));
                }
                self.at_least(1, "an argument")
            }
        }
    }

    fn at_least(&self, least: usize, what: &str) -> Result<(), SyntaxError> {
        let count =
            if self.form == Some(Form::Shell) { usize::from(!self.body.is_empty()) } else { self.arguments.len() };
        if count >= least {
            return Ok(());
        }
        let keyword = self.keyword;
        let end = if self.text.is_empty() { self.written.span.end } else { self.text.whole().end };
        let span = Span::new(self.written.span.start, end);
        Err(error(span, format!("{keyword} lacks {what}"), format!("write {what} after {keyword}")))
    }

    fn plain_words(&mut self, line: &Mapped, rest: Range<usize>) {
        let start = rest.start;
        let ranges = words::split_plain(&line.text()[rest]);
        self.arguments.extend(ranges.into_iter().map(|word| words::piece(line, start + word.start..start + word.end)));
    }

    fn list(&mut self, line: &Mapped, rest: Range<usize>) {
        match words::json_array(line, rest.clone()) {
            Some(items) => {
                self.form = Some(Form::Exec);
                self.arguments = items;
            }
            None => self.plain_words(line, rest),
        }
    }

    fn command(&mut self, line: &Mapped, rest: Range<usize>) {
        self.body = line.slice(rest.clone());
        match words::json_array(line, rest) {
            Some(items) => {
                self.form = Some(Form::Exec);
                self.arguments = items;
            }
            None => self.form = Some(Form::Shell),
        }
    }

    fn shell(&mut self, line: &Mapped, rest: Range<usize>) -> Result<(), SyntaxError> {
        self.command(line, rest);
        if self.form == Some(Form::Exec) && !self.arguments.is_empty() {
            return Ok(());
        }
        let span = if self.text.is_empty() { self.written.span } else { self.text.whole() };
        Err(error(span, "SHELL is not a JSON array", "write SHELL [\"/bin/sh\", \"-c\"]"))
    }

    fn healthcheck(&mut self, line: &Mapped, rest: Range<usize>) -> Result<(), SyntaxError> {
        let text = &line.text()[rest.clone()];
        let word = words::split_plain(text).into_iter().next().unwrap_or(0..0);
        let kind = words::piece(line, rest.start + word.start..rest.start + word.end);
        let help = "write HEALTHCHECK CMD and a command, or HEALTHCHECK NONE";
        if kind.text().eq_ignore_ascii_case("NONE") {
            if word.end < text.len() {
                return Err(error(self.text.whole(), "HEALTHCHECK NONE has arguments", "write HEALTHCHECK NONE alone"));
            }
            self.arguments.push(kind);
            return Ok(());
        }
        if !kind.text().eq_ignore_ascii_case("CMD") {
            let span = if kind.value.is_empty() { self.written.span } else { kind.span };
            return Err(error(span, "HEALTHCHECK is neither CMD nor NONE", help));
        }
        let body = trim(&line.text()[..rest.end], rest.start + word.end);
        self.command(line, body);
        if self.body.is_empty() || self.form == Some(Form::Exec) && self.arguments.is_empty() {
            return Err(error(kind.span, "HEALTHCHECK lacks a command", help));
        }
        Ok(())
    }

    /// Checks a FROM and leaves what can be used: what follows it must not fall to the stage before.
    pub(super) fn mend_from(&mut self) -> Option<SyntaxError> {
        let help = "write FROM image, or FROM image AS name";
        let fault = match self.arguments.as_slice() {
            [_] => return None,
            [] => self.at_least(1, "an image").err(),
            [_, word, name] if word.text().eq_ignore_ascii_case("as") => Some(bad_stage_name(name)?),
            [_, word, ..] => Some(error(word.span, "FROM has arguments it does not know", help)),
        };
        self.arguments.truncate(1);
        if self.arguments.is_empty() {
            let end = self.written.span.end;
            self.arguments.push(Piece { value: Mapped::default(), span: Span::new(end, end) });
        }
        fault
    }

    fn pairs(&mut self, line: &Mapped, rest: Range<usize>, escape: u8) -> Result<(), SyntaxError> {
        let ranges = offset(words::split(&line.text()[rest.clone()], escape), rest.start);
        self.arguments = ranges.iter().map(|word| words::piece(line, word.clone())).collect();
        self.at_least(1, "a name and a value")?;
        if !self.arguments[0].text().contains('=') {
            return self.legacy_pair(line, rest, escape);
        }
        for word in ranges {
            let text = &line.text()[word.clone()];
            let Some(equals) = text.find('=') else {
                let help = format!("write {}=VALUE, or quote the value before it", text.trim_matches('"'));
                return Err(error(line.span(word), format!("{} pair has no =", self.keyword), help));
            };
            self.pairs.push(pair(line, word.clone(), word.start + equals, escape)?);
        }
        Ok(())
    }

    /// `ENV NAME all the rest`.
    fn legacy_pair(&mut self, line: &Mapped, rest: Range<usize>, escape: u8) -> Result<(), SyntaxError> {
        let text = &line.text()[..rest.end];
        let name_end = rest.start + text[rest.clone()].bytes().position(words::is_space).unwrap_or(rest.len());
        let value = trim(text, name_end);
        if value.is_empty() {
            let name = self.arguments[0].text();
            let help = format!("write {} {name}=VALUE", self.keyword);
            return Err(error(self.arguments[0].span, format!("{} {name} has no value", self.keyword), help));
        }
        let raw = words::piece(line, value.clone());
        let unquoted = words::unquote(line, value, escape).ok_or_else(|| unclosed(raw.span))?;
        self.pairs.push(Pair {
            name: words::piece(line, rest.start..name_end),
            value: Some(Piece { value: unquoted, span: raw.span }),
            raw: Some(raw),
            legacy: true,
        });
        Ok(())
    }

    fn build_arguments(&mut self, line: &Mapped, rest: Range<usize>, escape: u8) -> Result<(), SyntaxError> {
        let ranges = offset(words::split(&line.text()[rest.clone()], escape), rest.start);
        self.arguments = ranges.iter().map(|word| words::piece(line, word.clone())).collect();
        self.at_least(1, "a name")?;
        for word in ranges {
            let equals = line.text()[word.clone()].find('=').map(|at| word.start + at);
            if equals == Some(word.start) {
                return Err(error(line.span(word), "ARG has no name before =", "write ARG NAME=VALUE"));
            }
            self.pairs.push(match equals {
                Some(equals) => pair(line, word, equals, escape)?,
                None => Pair { name: words::piece(line, word), raw: None, value: None, legacy: false },
            });
        }
        Ok(())
    }

    fn onbuild(&mut self, line: &Mapped, rest: Range<usize>, escape: u8, nested: bool) -> Result<(), SyntaxError> {
        if rest.is_empty() {
            return self.at_least(1, "an instruction");
        }
        // ONBUILD may not hold ONBUILD: a rule says so. Its text is kept, and not read deeper.
        if nested {
            self.arguments.push(words::piece(line, rest));
            return Ok(());
        }
        self.onbuild = Some(Box::new(parse(line, rest, escape, true)?));
        Ok(())
    }
}

fn bad_stage_name(name: &Piece) -> Option<SyntaxError> {
    let text = name.text();
    let first = text.starts_with(|c: char| c.is_ascii_alphabetic());
    if first && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')) {
        return None;
    }
    let help = "start with a letter and use letters, digits, `-`, `_` and `.` only";
    Some(error(name.span, format!("stage name {text} is not valid"), help))
}

fn offset(ranges: Vec<Range<usize>>, by: usize) -> Vec<Range<usize>> {
    ranges.into_iter().map(|range| range.start + by..range.end + by).collect()
}

fn pair(line: &Mapped, word: Range<usize>, equals: usize, escape: u8) -> Result<Pair, SyntaxError> {
    let name_range = word.start..equals;
    let name_span = line.span(name_range.clone());
    let name = words::unquote(line, name_range, escape).ok_or_else(|| unclosed(name_span))?;
    if name.is_empty() {
        return Err(error(line.span(word), "pair has no name before =", "write NAME=VALUE"));
    }
    let raw = words::piece(line, equals + 1..word.end);
    let value = words::unquote(line, equals + 1..word.end, escape).ok_or_else(|| unclosed(raw.span))?;
    Ok(Pair {
        name: Piece { value: name, span: name_span },
        value: Some(Piece { value, span: raw.span }),
        raw: Some(raw),
        legacy: false,
    })
}
