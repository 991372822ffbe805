//! Values as text: as Rego and as JSON.

use std::collections::BTreeMap;

use super::{Fail, Memory, Outcome, Tag, Value, compare::MOST_DEPTH, quote};
use crate::rego::{fail::ErrorKind, number};

/// How values are spelt.
#[derive(Clone, Copy, Debug)]
pub enum Form<'t> {
    /// As OPA shows them, in `%v` for example: `{"a": 1}`, `{1, 2}`, `set()`.
    Rego,
    /// JSON without spaces; sets are arrays.
    Json,
    /// JSON as Go's encoder writes it: `<`, `>` and `&` are escaped.
    GoJson,
    /// The same over several lines: what each line begins with, and what each level adds.
    Lines(&'t str, &'t str),
}

impl Memory<'_> {
    /// A value as JSON without spaces; sets are arrays.
    ///
    /// # Errors
    /// As [`Memory::write`].
    pub fn write_json(&mut self, value: Value, out: &mut String) -> Outcome<()> {
        self.write(value, out, Form::Json)
    }

    /// A value as OPA shows it, in `%v` for example: `{"a": 1}`, `{1, 2}`, `set()`.
    ///
    /// # Errors
    /// As [`Memory::write`].
    pub fn write_rego(&mut self, value: Value, out: &mut String) -> Outcome<()> {
        self.write(value, out, Form::Rego)
    }

    /// A value in some form.
    ///
    /// # Errors
    /// If there is no room for the text, or values are nested too deeply: the query ends. Undefined if JSON is wanted and a
    /// number's text is none of JSON's (`to_number("007")`).
    pub fn write(&mut self, value: Value, out: &mut String, form: Form<'_>) -> Outcome<()> {
        self.write_below(value, out, form, 0)
    }

    fn write_below(&mut self, value: Value, out: &mut String, form: Form<'_>, depth: usize) -> Outcome<()> {
        match value.tag() {
            Tag::Null => out.push_str("null"),
            Tag::False => out.push_str("false"),
            Tag::True => out.push_str("true"),
            Tag::Integer => out.push_str(&value.as_integer().unwrap_or_default().to_string()),
            Tag::Number if !matches!(form, Form::Rego) && !number::is_json(self.text(value)) => {
                return Err(Fail::Undefined);
            }
            Tag::Number => out.push_str(self.text(value)),
            Tag::String => form.quote(self.text(value), out),
            _ if depth == MOST_DEPTH => {
                let message = format!("values nested more than {MOST_DEPTH} levels deep cannot be written");
                return Err(Fail::error(ErrorKind::Limit, message));
            }
            Tag::Set if matches!(form, Form::Rego) && self.len(value) == 0 => out.push_str("set()"),
            Tag::Set if matches!(form, Form::Rego) => self.write_elements(value, out, form, depth, ["{", "}"])?,
            Tag::Array | Tag::Set => self.write_elements(value, out, form, depth, ["[", "]"])?,
            Tag::Object => self.write_object(value, out, form, depth)?,
        }
        Ok(())
    }

    fn write_elements(
        &mut self,
        value: Value,
        out: &mut String,
        form: Form<'_>,
        depth: usize,
        [open, close]: [&str; 2],
    ) -> Outcome<()> {
        out.push_str(open);
        let elements = self.elements(value);
        for index in 0..elements.len {
            self.next(out, form, depth, index)?;
            let element = self.element(elements, index);
            self.write_below(element, out, form, depth + 1)?;
        }
        form.end(out, depth, elements.len);
        out.push_str(close);
        Ok(())
    }

    /// Room and separator for the next element.
    fn next(&mut self, out: &mut String, form: Form<'_>, depth: usize, index: usize) -> Outcome<()> {
        self.work(1)?;
        self.reserve(0, out.len())?;
        form.separate(out, depth, index);
        Ok(())
    }

    fn write_object(&mut self, value: Value, out: &mut String, form: Form<'_>, depth: usize) -> Outcome<()> {
        out.push('{');
        let pairs = self.pairs(value);
        let entries: Vec<(Value, Value)> = (0..pairs.len).map(|index| self.pair(pairs, index)).collect();
        if !matches!(form, Form::Rego) && entries.iter().any(|(key, _)| !key.is_string()) {
            self.write_named(&entries, out, form, depth)?;
        } else {
            for (index, &(key, value)) in entries.iter().enumerate() {
                self.next(out, form, depth, index)?;
                self.write_below(key, out, form, depth + 1)?;
                out.push_str(form.colon());
                self.write_below(value, out, form, depth + 1)?;
            }
        }
        form.end(out, depth, entries.len());
        out.push('}');
        Ok(())
    }

    /// JSON's keys are text: of any other key its own JSON is the text. The last of keys that become the same counts.
    fn write_named(
        &mut self,
        entries: &[(Value, Value)],
        out: &mut String,
        form: Form<'_>,
        depth: usize,
    ) -> Outcome<()> {
        let mut named = BTreeMap::new();
        for &(key, value) in entries {
            let mut name = String::new();
            match self.as_str(key) {
                Some(text) => name.push_str(text),
                None => self.write_below(key, &mut name, form.on_one_line(), depth + 1)?,
            }
            named.insert(name, value);
        }
        for (index, (name, value)) in named.into_iter().enumerate() {
            self.next(out, form, depth, index)?;
            form.quote(&name, out);
            out.push_str(form.colon());
            self.write_below(value, out, form, depth + 1)?;
        }
        Ok(())
    }
}

impl Form<'_> {
    fn separate(self, out: &mut String, depth: usize, index: usize) {
        match self {
            Self::Rego if index > 0 => out.push_str(", "),
            Self::Json | Self::GoJson if index > 0 => out.push(','),
            Self::Lines(..) => {
                if index > 0 {
                    out.push(',');
                }
                self.line(out, depth + 1);
            }
            _ => {}
        }
    }

    fn end(self, out: &mut String, depth: usize, len: usize) {
        if len > 0 {
            self.line(out, depth);
        }
    }

    fn line(self, out: &mut String, depth: usize) {
        if let Self::Lines(prefix, indent) = self {
            out.push('\n');
            out.push_str(prefix);
            out.extend(std::iter::repeat_n(indent, depth));
        }
    }

    fn colon(self) -> &'static str {
        match self {
            Self::Rego | Self::Lines(..) => ": ",
            Self::Json | Self::GoJson => ":",
        }
    }

    fn on_one_line(self) -> Self {
        if matches!(self, Self::Lines(..)) { Self::GoJson } else { self }
    }

    fn quote(self, text: &str, out: &mut String) {
        match self {
            Self::Rego => quote::go_quote(text, '"', false, out),
            Self::Json => quote::json_quote(text, false, out),
            Self::GoJson | Self::Lines(..) => quote::json_quote(text, true, out),
        }
    }
}
