//! Reserved words, and what belongs to them: `for … in`, `case … in`, `[[ … ]]`.

use super::{
    lex::{Unread, Word, is_meta, skip},
    read::{Open, Reader},
};

impl Reader<'_, '_> {
    /// Whether a word where a command may start belongs to the grammar; takes what belongs to it.
    pub(super) fn reserved(&mut self, text: &str) -> Result<bool, Unread> {
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
    pub(super) fn patterns(&mut self) -> Result<(), Unread> {
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
    pub(super) fn test(&mut self) -> Result<(), Unread> {
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
}
