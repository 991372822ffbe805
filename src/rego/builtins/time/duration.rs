//! Durations: `1h30m`, `-1.5h`, `2d`.

/// Nanoseconds of a unit.
fn unit(name: &str) -> Option<u64> {
    Some(match name {
        "ns" => 1,
        "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    })
}

/// Nanoseconds of a duration, which may also count days, weeks and years of 365 days.
pub(super) fn parse(text: &str) -> Option<i64> {
    if text.contains(['d', 'w', 'y']) { plain(&in_hours(text)?) } else { plain(text) }
}

/// The same duration with days, weeks and years as hours.
fn in_hours(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    if text.starts_with(['+', '-']) {
        out.push_str(&text[..1]);
        rest = &text[1..];
    }
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let (number, after) = rest.split_at(digits);
        let long = ["ms", "us", "\u{b5}s", "ns"].iter().find(|unit| after.starts_with(**unit)).map(|unit| unit.len());
        let len = long.or_else(|| after.starts_with(|c: char| c.is_ascii_lowercase()).then_some(1))?;
        let (unit, after) = after.split_at(len);
        let hours = match unit {
            "d" => 24.0,
            "w" => 168.0,
            "y" => 8760.0,
            _ => 0.0,
        };
        if number.is_empty() {
            return None;
        }
        if hours > 0.0 {
            let number: f64 = number.parse().ok().filter(|number: &f64| number.is_finite())?;
            out.push_str(&format!("{}h", number * hours));
        } else {
            out.push_str(number);
            out.push_str(unit);
        }
        rest = after;
    }
    Some(out)
}

/// What nanoseconds may add up to, without the sign.
const MOST: u64 = 1 << 63;

fn plain(text: &str) -> Option<i64> {
    let negative = text.starts_with('-');
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let (nanoseconds, after) = segment(rest)?;
        total = total.checked_add(nanoseconds).filter(|&total| total <= MOST)?;
        rest = after;
    }
    match negative {
        true => Some((total as i64).wrapping_neg()),
        false => i64::try_from(total).ok(),
    }
}

/// A number with its unit, and what follows.
fn segment(text: &str) -> Option<(u64, &str)> {
    let (digits, mut rest) = leading_digits(text);
    let mut fraction = "";
    if let Some(after) = rest.strip_prefix('.') {
        (fraction, rest) = leading_digits(after);
    }
    if digits.is_empty() && fraction.is_empty() {
        return None;
    }
    let len = rest.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(rest.len());
    let unit = unit(&rest[..len])?;
    let whole: u64 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    if whole > MOST / unit {
        return None;
    }
    let (part, scale) = part_of_one(fraction);
    let nanoseconds = whole * unit + (part as f64 * (unit as f64 / scale)) as u64;
    (nanoseconds <= MOST).then_some((nanoseconds, &rest[len..]))
}

fn leading_digits(text: &str) -> (&str, &str) {
    text.split_at(text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len())
}

/// As many digits after the point as fit, and what they are to be divided by.
fn part_of_one(digits: &str) -> (u64, f64) {
    let (mut part, mut scale) = (0_u64, 1.0);
    for digit in digits.bytes() {
        let next = if part > (MOST - 1) / 10 { MOST + 1 } else { part * 10 + u64::from(digit - b'0') };
        if next > MOST {
            break;
        }
        (part, scale) = (next, scale * 10.0);
    }
    (part, scale)
}
