//! `sprintf`: Go's `fmt.Sprintf` over what OPA makes of the arguments.
//!
//! Numbers without fraction and exponent are integers, others floats, text is text, and everything else is its Rego text.
//! Mistakes do not fail but show in the result, as in Go: `%!d(string=x)`, `%!s(MISSING)`, `%!(EXTRA int64=1)`.

mod verbs;

pub(super) use verbs::shortest;

use num_bigint::BigInt;

use self::verbs::Flags;
use super::{Builtin, array, builtin, take, text};
use crate::rego::{
    fail::Outcome,
    memory::Memory,
    program::{Format, Verb},
    value::{Tag, Value},
};

pub(super) const BUILTINS: &[Builtin] = &[builtin("sprintf", 2, sprintf)];

/// An argument as Go sees it.
enum Argument {
    Integer(i64),
    Big(BigInt),
    Float(f64),
    Text(String),
}

impl Argument {
    fn type_name(&self) -> &'static str {
        match self {
            Self::Integer(_) => "int64",
            Self::Big(_) => "*big.Int",
            Self::Float(_) => "float64",
            Self::Text(_) => "string",
        }
    }
}

fn sprintf(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [format, values] = take(arguments)?;
    text(memory, format)?;
    let elements = array(memory, values)?;
    let format = memory.text(format).to_owned();
    let mut arguments = Vec::with_capacity(elements.len);
    let mut bytes = format.len();
    for index in 0..elements.len {
        let element = memory.element(elements, index);
        let argument = convert(memory, element)?;
        if let Argument::Text(text) = &argument {
            bytes += text.len();
            memory.reserve(0, 2 * bytes)?;
        }
        arguments.push(argument);
    }
    let mut printer = Printer { memory, format: &format, at: 0, arguments: &arguments, next: 0, reordered: false };
    let mut out = String::new();
    printer.run(&mut out)?;
    memory.reserve(0, out.len())?;
    Ok(memory.string(&out))
}

/// A format that asks for nothing but texts and whole numbers: what stands before the first argument, and for each how it is
/// printed and what stands behind it.
pub(in crate::rego) fn parts(format: &str) -> Option<(&str, Vec<(Verb, &str)>)> {
    let mut pieces = format.split('%');
    let first = pieces.next()?;
    Some((first, pieces.map(part).collect::<Option<_>>()?))
}

fn part(piece: &str) -> Option<(Verb, &str)> {
    let verb = match piece.as_bytes().first()? {
        b's' => Verb::Text,
        b'd' => Verb::Number,
        b'v' => Verb::Value,
        _ => return None,
    };
    Some((verb, &piece[1..]))
}

/// Prints a format whose arguments are what it asks for; none if one is not.
pub(in crate::rego) fn print(memory: &mut Memory<'_>, format: &Format, arguments: &[Value]) -> Outcome<Option<Value>> {
    let mut bytes = format.text.stored_len();
    for (&argument, (verb, _)) in arguments.iter().zip(&format.parts) {
        bytes += match argument.tag() {
            Tag::String if *verb != Verb::Number => argument.stored_len(),
            Tag::Integer if *verb != Verb::Text => LONGEST_INTEGER,
            _ => return Ok(None),
        };
    }
    memory.reserve(0, bytes)?;
    let rest = arguments.iter().zip(&format.parts).map(|(&argument, &(_, behind))| (argument, behind));
    Ok(Some(memory.joined(format.first, rest)))
}

/// Bytes of a whole number of 64 bits.
const LONGEST_INTEGER: usize = 20;

fn convert(memory: &mut Memory<'_>, value: Value) -> Outcome<Argument> {
    Ok(match value.tag() {
        Tag::Integer => Argument::Integer(value.as_integer().unwrap_or_default()),
        Tag::Number => {
            let text = memory.text(value);
            if text.contains(['.', 'e', 'E']) {
                match text.parse::<f64>() {
                    Ok(float) if float.is_finite() => Argument::Float(float),
                    _ => Argument::Text(text.to_owned()),
                }
            } else {
                match (memory.whole(value), memory.exact(value)) {
                    (Some(whole), _) => Argument::Integer(whole),
                    (None, Some(exact)) => Argument::Big(exact),
                    (None, None) => Argument::Text(text.to_owned()),
                }
            }
        }
        Tag::String => Argument::Text(memory.text(value).to_owned()),
        _ => {
            let mut out = String::new();
            memory.write_rego(value, &mut out)?;
            Argument::Text(out)
        }
    })
}

struct Printer<'p, 'm, 'a> {
    memory: &'p mut Memory<'m>,
    format: &'a str,
    at: usize,
    arguments: &'a [Argument],
    /// The argument the next verb takes.
    next: usize,
    /// Whether any verb chose its argument: then nobody looks for arguments that were not used.
    reordered: bool,
}

impl Printer<'_, '_, '_> {
    fn peek(&self) -> Option<u8> {
        self.format.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn run(&mut self, out: &mut String) -> Outcome<()> {
        while self.at < self.format.len() {
            let rest = &self.format[self.at..];
            let plain = rest.find('%').unwrap_or(rest.len());
            out.push_str(&rest[..plain]);
            self.at += plain + 1;
            if plain < rest.len() {
                self.verb(out)?;
            }
        }
        if !self.reordered && self.next < self.arguments.len() {
            out.push_str("%!(EXTRA ");
            for (index, argument) in self.arguments[self.next..].iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                out.push_str(argument.type_name());
                out.push('=');
                self.print(argument, 'v', Flags::default(), out)?;
            }
            out.push(')');
        }
        Ok(())
    }

    /// Flags, index, width, precision and verb after a `%`.
    fn verb(&mut self, out: &mut String) -> Outcome<()> {
        let mut flags = self.flags();
        let mut is_good = true;
        let mut after_index = self.index(&mut is_good);
        if self.take(b'*') {
            flags.width = self.number_argument().map(i64::from);
            if flags.width.is_none() {
                out.push_str("%!(BADWIDTH)");
            }
            if flags.width.is_some_and(|width| width < 0) {
                flags.width = flags.width.map(i64::abs);
                flags.minus = true;
                flags.zero = false;
            }
            after_index = false;
        } else {
            flags.width = self.digits(self.format.len());
            is_good &= !(after_index && flags.width.is_some());
        }
        if self.at + 1 < self.format.len() && self.take(b'.') {
            is_good &= !after_index;
            after_index = self.index(&mut is_good);
            if self.take(b'*') {
                flags.precision = self.number_argument().map(i64::from).filter(|&precision| precision >= 0);
                if flags.precision.is_none() {
                    out.push_str("%!(BADPREC)");
                }
                after_index = false;
            } else {
                flags.precision = Some(self.digits(self.format.len()).unwrap_or(0));
            }
        }
        if !after_index {
            self.index(&mut is_good);
        }
        let Some(verb) = self.format.get(self.at..).and_then(|rest| rest.chars().next()) else {
            out.push_str("%!(NOVERB)");
            return Ok(());
        };
        self.at += verb.len_utf8();
        let argument = self.arguments.get(self.next);
        match argument {
            _ if verb == '%' => out.push('%'),
            _ if !is_good => out.extend(["%!", verb.encode_utf8(&mut [0; 4]), "(BADINDEX)"]),
            None => out.extend(["%!", verb.encode_utf8(&mut [0; 4]), "(MISSING)"]),
            Some(argument) => {
                self.next += 1;
                self.print(argument, verb, flags, out)?;
            }
        }
        Ok(())
    }

    fn flags(&mut self) -> Flags {
        let mut flags = Flags::default();
        loop {
            match self.peek() {
                Some(b'#') => flags.sharp = true,
                Some(b'0') => flags.zero = true,
                Some(b'+') => flags.plus = true,
                Some(b'-') => flags.minus = true,
                Some(b' ') => flags.space = true,
                _ => return flags,
            }
            self.at += 1;
        }
    }

    /// A number of at most 1,000,000; a longer one swallows the rest of what is looked at.
    fn digits(&mut self, end: usize) -> Option<i64> {
        let mut number = None;
        while self.at < end
            && let Some(digit @ b'0'..=b'9') = self.peek()
        {
            if number > Some(1_000_000) {
                self.at = end;
                return None;
            }
            number = Some(number.unwrap_or(0) * 10 + i64::from(digit - b'0'));
            self.at += 1;
        }
        number
    }

    /// `[n]`: which argument comes next.
    fn index(&mut self, is_good: &mut bool) -> bool {
        if self.peek() != Some(b'[') {
            return false;
        }
        self.reordered = true;
        let start = self.at;
        let close = self.format[start..].find(']').map(|len| start + len);
        let Some(close) = close.filter(|_| self.format.len() - start >= 3) else {
            *is_good = false;
            self.at = start + 1;
            return false;
        };
        self.at += 1;
        let number = self.digits(close).filter(|_| self.at == close);
        self.at = close + 1;
        match number.map(|number| usize::try_from(number - 1)) {
            Some(Ok(index)) if index < self.arguments.len() => self.next = index,
            _ => *is_good = false,
        }
        number.is_some()
    }

    /// The argument of a `*`.
    fn number_argument(&mut self) -> Option<i32> {
        let argument = self.arguments.get(self.next)?;
        self.next += 1;
        match argument {
            Argument::Integer(number) if number.unsigned_abs() <= 1_000_000 => i32::try_from(*number).ok(),
            _ => None,
        }
    }

    fn print(&mut self, argument: &Argument, verb: char, mut flags: Flags, out: &mut String) -> Outcome<()> {
        let room = flags.width.unwrap_or(0) + flags.precision.unwrap_or(0);
        let bytes = if let Argument::Text(text) = argument { 8 * text.len() } else { 1024 };
        self.memory.reserve(0, 2 * (out.len() + bytes + room as usize))?;
        // Large integers have a format of their own, which sees `+` and `#` of `%v` too.
        if (verb == 'v' || verb == 'w') && !matches!(argument, Argument::Big(_)) {
            flags.quoted = flags.sharp;
            flags.sharp = false;
            flags.plus = false;
        }
        if verb == 'T' {
            flags.text(argument.type_name(), out);
            return Ok(());
        }
        let is_done = match argument {
            Argument::Integer(number) => flags.integer(*number, verb, out),
            Argument::Big(number) => flags.big(number, verb, out),
            Argument::Float(number) => flags.float(*number, verb, out),
            Argument::Text(text) => flags.string(text, verb, out),
        };
        if !is_done {
            out.extend(["%!", verb.encode_utf8(&mut [0; 4]), "(", argument.type_name(), "="]);
            match argument {
                Argument::Integer(number) => flags.integer(*number, 'v', out),
                Argument::Big(number) => flags.big(number, 'v', out),
                Argument::Float(number) => flags.float(*number, 'v', out),
                Argument::Text(text) => flags.string(text, 'v', out),
            };
            out.push(')');
        }
        Ok(())
    }
}
