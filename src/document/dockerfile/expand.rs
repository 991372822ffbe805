//! Variables: what `$NAME` and `${NAME:-default}` stand for, and what cannot be known.
//!
//! A value that depends on the builder or on the base image stays as written, and the names say why: `unresolved` for
//! all that have no known value, `undefined` for those that nothing before has named.

use std::{collections::HashMap, rc::Rc};

/// `${A:-${B:-…}}` is followed this deep.
const DEEPEST: usize = 16;

/// A longer value counts as unknown: values that double each other would grow without end.
const LONGEST: usize = 1 << 15;

/// Names noted of one text.
const MOST_NAMES: usize = 256;

/// Stages built on stages whose variables are looked up.
const MOST_GENERATIONS: usize = 64;

/// What is known of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Its value.
    Known(String),
    /// It exists, but its value comes from outside: an ARG without default, `TARGETARCH`, a value made from such.
    Unknown,
}

/// The variables of one place in the file.
#[derive(Debug, Default)]
pub(super) struct Scope {
    variables: HashMap<String, (Value, bool)>,
    /// The scope of the stage this one is built from, as that stage left it.
    parent: Option<Rc<Scope>>,
    generation: usize,
}

impl Scope {
    /// The scope of a stage built from another.
    pub(super) fn inherit(parent: &Rc<Scope>) -> Self {
        let generation = parent.generation + 1;
        let parent = (generation <= MOST_GENERATIONS).then(|| Rc::clone(parent));
        Self { variables: HashMap::new(), parent, generation }
    }

    /// The scope of a stage built from one of several: what any of them has may be there, and its value is not known. `most` is
    /// how many variables may still be taken over.
    pub(super) fn of_any<'s>(bases: impl Iterator<Item = &'s Rc<Scope>>, most: &mut usize) -> Self {
        let mut merged = Self::default();
        for base in bases {
            let mut next = Some(base);
            while let Some(scope) = next {
                let Some(left) = most.checked_sub(scope.variables.len()) else { return merged };
                *most = left;
                for (name, (_, environment)) in &scope.variables {
                    let known = merged.variables.entry(name.clone()).or_insert((Value::Unknown, false));
                    known.1 |= environment;
                }
                next = scope.parent.as_ref();
            }
        }
        merged
    }

    /// ARG: does not replace an ENV of the same name.
    pub(super) fn argument(&mut self, name: &str, value: Value) {
        let environment = self.find(name).is_some_and(|(_, environment)| *environment);
        if !environment {
            self.variables.insert(name.to_owned(), (value, false));
        }
    }

    /// ENV.
    pub(super) fn environment(&mut self, name: &str, value: Value) {
        self.variables.insert(name.to_owned(), (value, true));
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.find(name).map(|(value, _)| value)
    }

    fn find(&self, name: &str) -> Option<&(Value, bool)> {
        let mut scope = self;
        loop {
            match (scope.variables.get(name), &scope.parent) {
                (Some(found), _) => return Some(found),
                (None, Some(parent)) => scope = parent,
                (None, None) => return None,
            }
        }
    }
}

/// Whether the builder gives an ARG a value without a declaration.
pub(super) fn is_predefined(name: &str) -> bool {
    matches!(
        name,
        "TARGETPLATFORM"
            | "TARGETOS"
            | "TARGETARCH"
            | "TARGETVARIANT"
            | "TARGETSTAGE"
            | "BUILDPLATFORM"
            | "BUILDOS"
            | "BUILDARCH"
            | "BUILDVARIANT"
    )
}

/// Whether every stage has it although nothing names it.
pub(super) fn is_ambient(name: &str) -> bool {
    let proxy = ["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY"];
    name == "PATH" || name == "SOURCE_DATE_EPOCH" || proxy.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// A text with its variables replaced.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Expansion {
    /// Quotes and escapes undone; what is not known as written.
    pub(super) text: String,
    /// The names it uses, each once.
    pub(super) variables: Vec<String>,
    /// Those without a known value.
    pub(super) unresolved: Vec<String>,
    /// Those nothing before has named.
    pub(super) undefined: Vec<String>,
}

impl Expansion {
    /// As a variable's value: one made from unknown values is unknown.
    pub(super) fn value(&self) -> Value {
        let known = self.unresolved.is_empty() && self.text.len() <= LONGEST;
        if known { Value::Known(self.text.clone()) } else { Value::Unknown }
    }

    /// Takes over the names of another.
    pub(super) fn add_names(&mut self, other: &Expansion) {
        other.variables.iter().for_each(|name| note(&mut self.variables, name));
        other.unresolved.iter().for_each(|name| note(&mut self.unresolved, name));
        other.undefined.iter().for_each(|name| note(&mut self.undefined, name));
    }
}

fn note(names: &mut Vec<String>, name: &str) {
    if names.len() < MOST_NAMES && !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}

/// Expands a word as written.
pub(super) fn expand(word: &str, escape: u8, scope: &Scope) -> Expansion {
    let mut expander = Expander { word, at: 0, escape: escape as char, scope, result: Expansion::default() };
    let text = expander.until(None, 0);
    Expansion { text, ..expander.result }
}

struct Expander<'w, 's> {
    word: &'w str,
    at: usize,
    escape: char,
    scope: &'s Scope,
    result: Expansion,
}

impl<'w> Expander<'w, '_> {
    fn peek(&self) -> Option<char> {
        self.word.get(self.at..)?.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    /// Reads up to an unquoted `}` if inside braces, else to the end.
    fn until(&mut self, close: Option<char>, depth: usize) -> String {
        let mut text = String::new();
        let mut quote = None;
        while let Some(character) = self.next() {
            if quote.is_none() && Some(character) == close {
                self.at -= 1;
                break;
            }
            match character {
                '\'' | '"' if quote.is_none() => quote = Some(character),
                _ if quote == Some(character) => quote = None,
                _ if quote == Some('\'') => text.push(character),
                _ if character == self.escape => {
                    let next = self.next();
                    let escapes = quote.is_none() || next.is_none_or(|c| matches!(c, '"' | '$') || c == self.escape);
                    if !escapes {
                        text.push(character);
                    }
                    text.extend(next);
                }
                '$' => {
                    let value = self.variable(depth);
                    text.push_str(&value);
                }
                _ => text.push(character),
            }
        }
        text
    }

    /// After `$`.
    fn variable(&mut self, depth: usize) -> String {
        let start = self.at - 1;
        if self.peek() != Some('{') {
            let name = self.name();
            if name.is_empty() {
                return "$".to_owned();
            }
            note(&mut self.result.variables, name);
            return self.value(name).unwrap_or_else(|| self.word[start..self.at].to_owned());
        }
        self.at += 1;
        let name = self.name();
        if name.is_empty() || depth >= DEEPEST {
            self.at = self.word.len();
            return self.word[start..].to_owned();
        }
        note(&mut self.result.variables, name);
        let value = self.braced(name, depth);
        value.unwrap_or_else(|| self.word[start..self.at].to_owned())
    }

    /// After `${NAME`; `None` stays as written.
    fn braced(&mut self, name: &str, depth: usize) -> Option<String> {
        let colon = self.peek() == Some(':');
        if colon {
            self.at += 1;
        }
        let operator = self.next()?;
        if operator == '}' {
            return self.value(name);
        }
        let before = self.result.clone_names();
        let doubled = matches!(operator, '#' | '%' | '/') && self.peek() == Some(operator);
        self.at += usize::from(doubled);
        let operand = self.until(Some('}'), depth + 1);
        self.next();
        let known = self.scope.get(name).cloned();
        let is_set = match &known {
            Some(Value::Known(value)) => Some(!(colon && value.is_empty())),
            Some(Value::Unknown) => None,
            None => Some(false).filter(|_| !is_ambient(name)),
        };
        match (operator, is_set) {
            ('-', Some(true)) | ('+', Some(false)) => {
                // The operand is not used, so what it names is not missed.
                self.result.restore_names(before);
                if operator == '-' { self.value(name) } else { Some(String::new()) }
            }
            ('-', Some(false)) | ('+', Some(true)) => Some(operand),
            ('?', Some(true)) => self.value(name),
            ('#' | '%' | '/', Some(true)) => {
                let value = self.value(name)?;
                let changed = substitute(&value, operator, doubled, &operand);
                if changed.is_none() {
                    note(&mut self.result.unresolved, name);
                }
                changed
            }
            _ => self.value(name),
        }
    }

    /// The value, or `None` and a note.
    fn value(&mut self, name: &str) -> Option<String> {
        match self.scope.get(name) {
            Some(Value::Known(value)) => return Some(value.clone()),
            Some(Value::Unknown) => {}
            None if is_ambient(name) => {}
            None => note(&mut self.result.undefined, name),
        }
        note(&mut self.result.unresolved, name);
        None
    }

    fn name(&mut self) -> &'w str {
        let rest = &self.word[self.at..];
        let length = match rest.bytes().next() {
            Some(first) if first.is_ascii_alphabetic() || first == b'_' => {
                rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count()
            }
            Some(first) if first.is_ascii_digit() || matches!(first, b'@' | b'*' | b'#' | b'?' | b'!') => 1,
            _ => 0,
        };
        self.at += length;
        &rest[..length]
    }
}

impl Expansion {
    fn clone_names(&self) -> (usize, usize) {
        (self.unresolved.len(), self.undefined.len())
    }

    fn restore_names(&mut self, (unresolved, undefined): (usize, usize)) {
        self.unresolved.truncate(unresolved);
        self.undefined.truncate(undefined);
    }
}

/// `${v#pattern}`, `${v%pattern}`, `${v/from/to}` for patterns that are plain text; others are not computed.
fn substitute(value: &str, operator: char, doubled: bool, operand: &str) -> Option<String> {
    if operand.contains(['*', '?', '[', '\\']) {
        return None;
    }
    let text = match operator {
        '#' => value.strip_prefix(operand).unwrap_or(value).to_owned(),
        '%' => value.strip_suffix(operand).unwrap_or(value).to_owned(),
        _ => {
            let (from, to) = operand.split_once('/').unwrap_or((operand, ""));
            if from.is_empty() {
                value.to_owned()
            } else if doubled {
                value.replace(from, to)
            } else {
                value.replacen(from, to, 1)
            }
        }
    };
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope() -> Scope {
        let mut scope = Scope::default();
        scope.environment("HOME", Value::Known("/home/app".to_owned()));
        scope.argument("EMPTY", Value::Known(String::new()));
        scope.argument("FROM_OUTSIDE", Value::Unknown);
        scope
    }

    #[test]
    fn forms_of_expansion() {
        let text = |word: &str| expand(word, b'\\', &scope()).text;
        assert_eq!(text("$HOME/x"), "/home/app/x");
        assert_eq!(text("\"${HOME}\"/x"), "/home/app/x");
        assert_eq!(text("'$HOME'"), "$HOME");
        assert_eq!(text(r"\$HOME"), "$HOME");
        assert_eq!(text("${EMPTY:-x}${EMPTY-y}"), "x");
        assert_eq!(text("${HOME:+set}${NONE:+set}"), "set");
        assert_eq!(text("${A:-${B:-$HOME}}"), "/home/app");
        assert_eq!(text("${HOME#/home}${HOME%/app}${HOME/app/b}"), "/app/home/home/b");
        assert_eq!(text("${FROM_OUTSIDE}-$NONE"), "${FROM_OUTSIDE}-$NONE");
    }

    #[test]
    fn what_is_not_known_is_named() {
        let expansion = expand("$FROM_OUTSIDE $NONE ${ALSO:-x} ${HOME:-$UNUSED} $PATH", b'\\', &scope());
        assert_eq!(expansion.undefined, ["NONE"]);
        assert_eq!(expansion.unresolved, ["FROM_OUTSIDE", "NONE", "PATH"]);
        assert_eq!(expansion.variables, ["FROM_OUTSIDE", "NONE", "ALSO", "HOME", "UNUSED", "PATH"]);
    }
}
