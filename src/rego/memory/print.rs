//! Values as text.

use super::{Memory, Tag, Value};

impl Memory<'_> {
    /// A value as JSON without spaces; sets are arrays.
    pub fn write_json(&mut self, value: Value, out: &mut String) {
        self.write(value, out, Form::Json);
    }

    /// A value as OPA shows it, in `%v` for example: `{"a": 1}`, `{1, 2}`, `set()`.
    pub fn write_rego(&mut self, value: Value, out: &mut String) {
        self.write(value, out, Form::Rego);
    }

    fn write(&mut self, value: Value, out: &mut String, form: Form) {
        match value.tag() {
            Tag::Null => out.push_str("null"),
            Tag::False => out.push_str("false"),
            Tag::True => out.push_str("true"),
            Tag::Integer => out.push_str(&value.as_integer().unwrap_or_default().to_string()),
            Tag::Number => out.push_str(self.text(value)),
            Tag::String => form.quote(self.text(value), out),
            Tag::Array => self.write_elements(value, out, form, ["[", "]"]),
            Tag::Set if form == Form::Json => self.write_elements(value, out, form, ["[", "]"]),
            Tag::Set if self.len(value) == 0 => out.push_str("set()"),
            Tag::Set => self.write_elements(value, out, form, ["{", "}"]),
            Tag::Object => self.write_object(value, out, form),
        }
    }

    fn write_elements(&mut self, value: Value, out: &mut String, form: Form, [open, close]: [&str; 2]) {
        out.push_str(open);
        let elements = self.elements(value);
        for index in 0..elements.len {
            if index > 0 {
                out.push_str(form.comma());
            }
            let element = self.element(elements, index);
            self.write(element, out, form);
        }
        out.push_str(close);
    }

    fn write_object(&mut self, value: Value, out: &mut String, form: Form) {
        out.push('{');
        let pairs = self.pairs(value);
        for index in 0..pairs.len {
            if index > 0 {
                out.push_str(form.comma());
            }
            let (key, value) = self.pair(pairs, index);
            self.write_key(key, out, form);
            out.push_str(form.colon());
            self.write(value, out, form);
        }
        out.push('}');
    }

    /// JSON's keys are text: of any other key its own JSON is the text.
    fn write_key(&mut self, key: Value, out: &mut String, form: Form) {
        if form == Form::Json && !key.is_string() {
            let mut text = String::new();
            self.write(key, &mut text, form);
            form.quote(&text, out);
        } else {
            self.write(key, out, form);
        }
    }
}

/// How values are spelt.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Rego,
}

impl Form {
    fn comma(self) -> &'static str {
        if self == Self::Json { "," } else { ", " }
    }

    fn colon(self) -> &'static str {
        if self == Self::Json { ":" } else { ": " }
    }

    fn quote(self, text: &str, out: &mut String) {
        out.push('"');
        for c in text.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                c if c.is_control() => out.push_str(&format!("\\u{:04x}", c as u32)),
                c => out.push(c),
            }
        }
        out.push('"');
    }
}
