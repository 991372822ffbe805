//! What each verb of `sprintf` makes of text, integers and floats.

use num_bigint::{BigInt, Sign};

use crate::rego::{memory::quote, number};

/// What stands between `%` and the verb.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flags {
    pub(super) sharp: bool,
    pub(super) zero: bool,
    pub(super) plus: bool,
    pub(super) minus: bool,
    pub(super) space: bool,
    /// `#` of `%#v`.
    pub(super) quoted: bool,
    pub(super) width: Option<i64>,
    pub(super) precision: Option<i64>,
}

impl Flags {
    fn precision(self) -> Option<usize> {
        self.precision.and_then(|precision| usize::try_from(precision).ok())
    }

    fn width(self) -> usize {
        self.width.and_then(|width| usize::try_from(width).ok()).unwrap_or(0)
    }

    fn without_zeros(self) -> Self {
        Self { zero: false, ..self }
    }

    fn fill(self, len: usize, out: &mut String) {
        let fill = if self.zero && !self.minus { '0' } else { ' ' };
        out.extend(std::iter::repeat_n(fill, len));
    }

    fn pad(self, text: &str, out: &mut String) {
        let missing = match self.width() {
            0 => 0,
            width => width.saturating_sub(text.chars().count()),
        };
        if !self.minus {
            self.fill(missing, out);
        }
        out.push_str(text);
        if self.minus {
            self.fill(missing, out);
        }
    }

    /// Text, cut to the precision.
    pub(super) fn text(self, text: &str, out: &mut String) {
        self.pad(self.cut(text), out);
    }

    fn cut(self, text: &str) -> &str {
        match self.precision() {
            Some(most) => text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end]),
            None => text,
        }
    }

    /// Text; false if the verb is not for it.
    pub(super) fn string(self, text: &str, verb: char, out: &mut String) -> bool {
        match verb {
            'v' if self.quoted => self.quote(text, out),
            'v' | 's' => self.text(text, out),
            'q' => self.quote(text, out),
            'x' => self.hex(text, false, out),
            'X' => self.hex(text, true, out),
            _ => return false,
        }
        true
    }

    fn quote(self, text: &str, out: &mut String) {
        let text = self.cut(text);
        let is_raw = |c: char| c == '\t' || !matches!(c, '`' | '\x7f' | '\u{feff}') && c >= ' ';
        let mut quoted = String::new();
        if self.sharp && text.chars().all(is_raw) {
            quoted.extend(["`", text, "`"]);
        } else {
            quote::go_quote(text, '"', self.plus, &mut quoted);
        }
        self.pad(&quoted, out);
    }

    fn hex(self, text: &str, upper: bool, out: &mut String) {
        let bytes = &text.as_bytes()[..self.precision().unwrap_or(usize::MAX).min(text.len())];
        if bytes.is_empty() {
            return self.fill(self.width(), out);
        }
        let prefix = if upper { "0X" } else { "0x" };
        let mut digits = String::from(if self.sharp { prefix } else { "" });
        for (index, byte) in bytes.iter().enumerate() {
            if self.space && index > 0 {
                digits.extend([" ", if self.sharp { prefix } else { "" }]);
            }
            digits.push_str(&if upper { format!("{byte:02X}") } else { format!("{byte:02x}") });
        }
        self.pad(&digits, out);
    }

    /// A whole number of 64 bits; false if the verb is not for it.
    pub(super) fn integer(self, number: i64, verb: char, out: &mut String) -> bool {
        let magnitude = number.unsigned_abs();
        let digits = match verb {
            'v' | 'd' => magnitude.to_string(),
            'b' => format!("{magnitude:b}"),
            'o' | 'O' => format!("{magnitude:o}"),
            'x' => format!("{magnitude:x}"),
            'X' => format!("{magnitude:X}"),
            'c' | 'q' => {
                // Below 0 the bits are those of a large number, which is no character.
                let c = u32::try_from(number).ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
                let mut text = String::new();
                if verb == 'c' {
                    text.push(c);
                } else {
                    quote::go_quote(c.encode_utf8(&mut [0; 4]), '\'', self.plus, &mut text);
                }
                self.pad(&text, out);
                return true;
            }
            'U' => {
                self.code_point(number as u64, out);
                return true;
            }
            _ => return false,
        };
        self.signed_digits(&digits, number < 0, verb, out);
        true
    }

    fn signed_digits(self, digits: &str, negative: bool, verb: char, out: &mut String) {
        let has_sign = negative || self.plus || self.space;
        let least = match self.precision() {
            Some(0) if digits == "0" => return self.without_zeros().fill(self.width(), out),
            Some(precision) => precision,
            None if self.zero && !self.minus => self.width().saturating_sub(usize::from(has_sign)),
            None => 0,
        };
        let mut text = String::from(match (negative, self.plus, self.space) {
            (true, ..) => "-",
            (_, true, _) => "+",
            (_, _, true) => " ",
            _ => "",
        });
        let zeros = least.saturating_sub(digits.len());
        let starts_with_zero = zeros > 0 || digits.starts_with('0');
        text.push_str(if verb == 'O' { "0o" } else { "" });
        text.push_str(match verb {
            'b' if self.sharp => "0b",
            'o' | 'O' if self.sharp && !starts_with_zero => "0",
            'x' if self.sharp => "0x",
            'X' if self.sharp => "0X",
            _ => "",
        });
        text.extend(std::iter::repeat_n('0', zeros));
        text.push_str(digits);
        self.without_zeros().pad(&text, out);
    }

    fn code_point(self, number: u64, out: &mut String) {
        let digits = self.precision().unwrap_or(4).max(4);
        let hex = format!("{number:X}");
        let mut text = String::from("U+");
        text.extend(std::iter::repeat_n('0', digits.saturating_sub(hex.len())));
        text.push_str(&hex);
        let character = u32::try_from(number).ok().and_then(char::from_u32);
        if let Some(c) = character.filter(|&c| self.sharp && quote::is_printable(c)) {
            text.push_str(&format!(" '{c}'"));
        }
        self.without_zeros().pad(&text, out);
    }

    /// A whole number of any size; false if the verb is not for it. Unlike others, `%s` is.
    pub(super) fn big(self, number: &BigInt, verb: char, out: &mut String) -> bool {
        let magnitude = number.magnitude();
        let digits = match verb {
            'd' | 's' | 'v' => magnitude.to_string(),
            'b' => magnitude.to_str_radix(2),
            'o' | 'O' => magnitude.to_str_radix(8),
            'x' => magnitude.to_str_radix(16),
            'X' => magnitude.to_str_radix(16).to_uppercase(),
            'w' | 'p' => return false,
            _ => {
                out.push_str(&format!("%!{verb}(big.Int={number})"));
                return true;
            }
        };
        let sign = match (number.sign() == Sign::Minus, self.plus, self.space) {
            (true, ..) => "-",
            (_, true, _) => "+",
            (_, _, true) => " ",
            _ => "",
        };
        let prefix = match verb {
            'b' if self.sharp => "0b",
            'o' if self.sharp => "0",
            'O' => "0o",
            'x' if self.sharp => "0x",
            'X' if self.sharp => "0X",
            _ => "",
        };
        let mut zeros = self.precision().unwrap_or(0).saturating_sub(digits.len());
        let missing = self.width().saturating_sub(sign.len() + prefix.len() + zeros + digits.len());
        let (mut left, mut right) = (0, 0);
        match () {
            () if self.minus => right = missing,
            () if self.zero && self.precision.is_none() => zeros += missing,
            () => left = missing,
        }
        out.extend(std::iter::repeat_n(' ', left));
        out.extend([sign, prefix]);
        out.extend(std::iter::repeat_n('0', zeros));
        out.push_str(&digits);
        out.extend(std::iter::repeat_n(' ', right));
        true
    }

    /// A float; false if the verb is not for it.
    pub(super) fn float(self, number: f64, verb: char, out: &mut String) -> bool {
        let (verb, precision) = match verb {
            'v' => ('g', None),
            'b' | 'g' | 'G' | 'x' | 'X' => (verb, None),
            'f' | 'e' | 'E' => (verb, Some(6)),
            'F' => ('f', Some(6)),
            _ => return false,
        };
        let precision = self.precision().or(precision);
        let mut digits = float_digits(number.abs(), verb, precision);
        if self.sharp && verb != 'b' {
            digits = with_point(&digits, verb, precision);
        }
        let sign = match (number.is_sign_negative(), self.plus, self.space) {
            (true, ..) => "-",
            (_, true, _) => "+",
            (_, _, true) => " ",
            _ => "",
        };
        if self.zero && !self.minus && !sign.is_empty() {
            out.push_str(sign);
            self.fill(self.width().saturating_sub(digits.len() + 1), out);
            out.push_str(&digits);
        } else {
            self.pad(&format!("{sign}{digits}"), out);
        }
        true
    }
}

/// What `#` does: always a point, and the zeros that `%g` leaves out.
fn with_point(digits: &str, verb: char, precision: Option<usize>) -> String {
    let is_hex = matches!(verb, 'x' | 'X');
    let tail = digits.find(|c| matches!(c, 'p' | 'P') || !is_hex && matches!(c, 'e' | 'E')).unwrap_or(digits.len());
    let (mantissa, tail) = digits.split_at(tail);
    let mut missing = if matches!(verb, 'g' | 'G' | 'x') { precision.unwrap_or(6) } else { 0 };
    let significant = mantissa.bytes().filter(|&byte| byte != b'.').skip_while(|&byte| byte == b'0').count();
    missing = missing.saturating_sub(significant);
    let mut text = mantissa.to_owned();
    if !text.contains('.') {
        missing = missing.saturating_sub(usize::from(text == "0"));
        text.push('.');
    }
    text.extend(std::iter::repeat_n('0', missing));
    text + tail
}

/// A float that is not below 0 as Go's `strconv.FormatFloat` writes it; without a precision, as few digits as tell it.
fn float_digits(number: f64, verb: char, precision: Option<usize>) -> String {
    match (verb, precision) {
        ('e', Some(precision)) => exponent_of_two_digits(&fixed(number, precision, true)),
        ('e', None) => exponent_of_two_digits(&number::shortest(number)),
        ('E', _) => float_digits(number, 'e', precision).to_uppercase(),
        ('f', Some(precision)) => fixed(number, precision, false),
        ('g', _) => general(number, precision),
        ('G', _) => general(number, precision).to_uppercase(),
        ('b', _) => {
            let (mantissa, exponent) = parts(number);
            format!("{mantissa}p{exponent:+}")
        }
        ('X', _) => hexadecimal(number, precision).to_uppercase(),
        _ => hexadecimal(number, precision),
    }
}

/// Digits of a float beyond which there are only zeros.
const MOST_DIGITS: usize = 1_100;

/// Rust formats with at most 65,535 digits; what is beyond the last one a float has is filled up.
fn fixed(number: f64, precision: usize, with_exponent: bool) -> String {
    let digits = precision.min(MOST_DIGITS);
    let zeros = "0".repeat(precision - digits);
    if !with_exponent {
        return format!("{number:.digits$}") + &zeros;
    }
    let text = format!("{number:.digits$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    format!("{mantissa}{zeros}e{exponent}")
}

fn exponent_of_two_digits(text: &str) -> String {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    format!("{mantissa}e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs())
}

/// A float as `%g` writes it.
pub(in crate::rego::builtins) fn shortest(number: f64) -> String {
    let sign = if number.is_sign_negative() { "-" } else { "" };
    format!("{sign}{}", general(number.abs(), None))
}

fn general(number: f64, precision: Option<usize>) -> String {
    let text = match precision {
        Some(precision) => format!("{number:.*e}", precision.clamp(1, 800) - 1),
        None => number::shortest(number),
    };
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i64 = exponent.parse().unwrap_or_default();
    let mut digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    digits.truncate(digits.trim_end_matches('0').len());
    let point = if number == 0.0 { 0 } else { exponent + 1 };
    let count = digits.len() as i64;
    let limit = match precision {
        None => 6,
        Some(precision) => {
            let precision = precision.max(1) as i64;
            if precision > count && count >= point { count } else { precision }
        }
    };
    if point - 1 < -4 || point > limit {
        let rest = digits.split_off(digits.len().min(1));
        let dot = if rest.is_empty() { "" } else { "." };
        let exponent = point - 1;
        return format!("{digits}{dot}{rest}e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs());
    }
    let at = |index: i64| {
        usize::try_from(index).ok().and_then(|index| digits.as_bytes().get(index)).map_or('0', |&b| b as char)
    };
    let mut text: String = if point > 0 { (0..point).map(at).collect() } else { "0".to_owned() };
    if count > point {
        text.push('.');
        text.extend((point..count).map(at));
    }
    text
}

/// The 53 bits of a float and the exponent of 2 of the lowest.
fn parts(number: f64) -> (u64, i64) {
    let bits = number.to_bits();
    let (fraction, exponent) = (bits & ((1 << 52) - 1), (bits >> 52 & 0x7ff) as i64);
    if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) }
}

/// `0x1.8p+01`
fn hexadecimal(number: f64, precision: Option<usize>) -> String {
    let (mantissa, exponent) = parts(number);
    let mut exponent = if mantissa == 0 { 0 } else { exponent + 52 };
    // The leading 1 is brought to bit 60.
    let shift = if mantissa == 0 { 0 } else { mantissa.leading_zeros() as i64 - 3 };
    let mut mantissa = mantissa << shift;
    exponent -= if mantissa == 0 { 0 } else { shift - 8 };
    if let Some(precision) = precision.filter(|&precision| precision < 15) {
        let kept = precision * 4;
        let extra = (mantissa << kept) & ((1 << 60) - 1);
        mantissa >>= 60 - kept;
        if extra | mantissa & 1 > 1 << 59 {
            mantissa += 1;
        }
        mantissa <<= 60 - kept;
        if mantissa & 1 << 61 != 0 {
            mantissa >>= 1;
            exponent += 1;
        }
    }
    let mut text = format!("0x{}", mantissa >> 60 & 1);
    let mut rest = mantissa << 4;
    let wanted = precision.unwrap_or(usize::MAX);
    for index in 0..wanted {
        if precision.is_none() && rest == 0 {
            break;
        }
        if index == 0 {
            text.push('.');
        }
        text.push_str(&format!("{:x}", rest >> 60));
        rest <<= 4;
    }
    text.push_str(&format!("p{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs()));
    text
}
