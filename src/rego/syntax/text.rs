//! What literals stand for.

/// What is wrong with a literal: a message and a help.
pub(super) type Wrong = (&'static str, &'static str);

/// Undoes the escapes of text between double quotes, which the lexer has found to be complete.
///
/// Halves of surrogate pairs that stand alone become replacement characters, as in OPA.
pub(super) fn unescape(text: &str) -> Result<Box<str>, Wrong> {
    if !text.contains('\\') {
        return Ok(text.into());
    }
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut strict) = (text, false);
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let mut after = rest[at + 1..].chars();
        let escape = after.next().unwrap_or_default();
        strict |= escape != '{';
        rest = after.as_str();
        match escape {
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'u' => rest = unicode(rest, &mut out),
            other => out.push(other),
        }
    }
    out.push_str(rest);
    if strict && text.bytes().any(|byte| byte < b' ') {
        return Err(("a control character in a string with escapes", "write it as an escape too: `\\t` for a tab"));
    }
    Ok(out.into())
}

/// Reads the digits after `\u`, and the second half of a pair where there is one; gives the rest.
fn unicode<'t>(text: &'t str, out: &mut String) -> &'t str {
    let unit = |text: &str| text.get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
    let first = unit(text).unwrap_or_default();
    let rest = text.get(4..).unwrap_or_default();
    let second = rest.strip_prefix("\\u").and_then(unit).filter(|second| (0xDC00..0xE000).contains(second));
    if let (0xD800..0xDC00, Some(second)) = (first, second) {
        out.extend(char::decode_utf16([first, second]).map(|decoded| decoded.unwrap_or(char::REPLACEMENT_CHARACTER)));
        return rest.get(6..).unwrap_or_default();
    }
    out.push(char::from_u32(first.into()).unwrap_or(char::REPLACEMENT_CHARACTER));
    rest
}

/// Undoes the one escape of raw template strings.
pub(super) fn unescape_raw(text: &str) -> Box<str> {
    text.replace("\\{", "{").into()
}

/// The largest binary exponent of a number.
const LARGEST_EXPONENT: f64 = 1e5;

/// Whether a number, without its sign, may be written so.
pub(super) fn check_number(text: &str) -> Result<(), Wrong> {
    if let [b'0', second, rest @ ..] = text.as_bytes() {
        let exponent = matches!(second, b'e' | b'E') && !rest.is_empty();
        if *second != b'.' && !exponent {
            return Err(("a number with a leading zero", "remove the zeros in front"));
        }
    }
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: String = [whole, fraction].concat();
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Ok(());
    }
    // The number is 0.significant times this power of ten.
    let point = whole.len() as f64 - (digits.len() - significant.len()) as f64;
    let fraction: f64 = format!("0.{}", &significant[..significant.len().min(17)]).parse().unwrap_or(0.5);
    let power: f64 = exponent.parse().unwrap_or(f64::INFINITY);
    let binary = (fraction.log2() + (point + power) * std::f64::consts::LOG2_10).floor() + 1.0;
    if binary.abs() > LARGEST_EXPONENT {
        return Err(("a number too far from 1", "write one whose binary exponent is at most 100000"));
    }
    Ok(())
}
