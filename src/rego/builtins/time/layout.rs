//! Go's layouts: how the second of January 2006, 15:04:05, would be written.

pub(super) const RFC3339: &str = "2006-01-02T15:04:05Z07:00";
pub(super) const RFC3339_NANO: &str = "2006-01-02T15:04:05.999999999Z07:00";

/// Layouts that have a name.
const NAMED: [(&str, &str); 10] = [
    ("ANSIC", "Mon Jan _2 15:04:05 2006"),
    ("UnixDate", "Mon Jan _2 15:04:05 MST 2006"),
    ("RubyDate", "Mon Jan 02 15:04:05 -0700 2006"),
    ("RFC822", "02 Jan 06 15:04 MST"),
    ("RFC822Z", "02 Jan 06 15:04 -0700"),
    ("RFC850", "Monday, 02-Jan-06 15:04:05 MST"),
    ("RFC1123", "Mon, 02 Jan 2006 15:04:05 MST"),
    ("RFC1123Z", "Mon, 02 Jan 2006 15:04:05 -0700"),
    ("RFC3339", RFC3339),
    ("RFC3339Nano", RFC3339_NANO),
];

/// The layout of a name, or the name itself.
pub(super) fn by_name(name: &str) -> &str {
    NAMED.iter().find(|(known, _)| *known == name).map_or(name, |(_, layout)| layout)
}

pub(super) const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A number by its layout: as short as it is, with a space, or with zeros before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pad {
    No,
    Space,
    Zero,
}

/// How the distance from UTC is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Offset {
    /// `Z` stands for none.
    pub(super) z: bool,
    pub(super) colon: bool,
    pub(super) minutes: bool,
    pub(super) seconds: bool,
}

/// What stands for a part of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Month { long: bool },
    MonthNumber(Pad),
    Weekday { long: bool },
    Day(Pad),
    DayOfYear(Pad),
    Hour,
    Hour12(Pad),
    Minute(Pad),
    Second(Pad),
    Year,
    ShortYear,
    Noon { upper: bool },
    ZoneName,
    Offset(Offset),
    Fraction { digits: usize, trim: bool, sign: u8 },
}

const fn offset(z: bool, colon: bool, minutes: bool, seconds: bool) -> Part {
    Part::Offset(Offset { z, colon, minutes, seconds })
}

/// Where one begins with another, the longer comes first.
const PARTS: [(&str, Part); 37] = [
    ("January", Part::Month { long: true }),
    ("Jan", Part::Month { long: false }),
    ("Monday", Part::Weekday { long: true }),
    ("Mon", Part::Weekday { long: false }),
    ("MST", Part::ZoneName),
    ("01", Part::MonthNumber(Pad::Zero)),
    ("002", Part::DayOfYear(Pad::Zero)),
    ("02", Part::Day(Pad::Zero)),
    ("03", Part::Hour12(Pad::Zero)),
    ("04", Part::Minute(Pad::Zero)),
    ("05", Part::Second(Pad::Zero)),
    ("06", Part::ShortYear),
    ("15", Part::Hour),
    ("1", Part::MonthNumber(Pad::No)),
    ("2006", Part::Year),
    ("2", Part::Day(Pad::No)),
    ("__2", Part::DayOfYear(Pad::Space)),
    ("_2", Part::Day(Pad::Space)),
    ("3", Part::Hour12(Pad::No)),
    ("4", Part::Minute(Pad::No)),
    ("5", Part::Second(Pad::No)),
    ("PM", Part::Noon { upper: true }),
    ("pm", Part::Noon { upper: false }),
    ("-070000", offset(false, false, true, true)),
    ("-07:00:00", offset(false, true, true, true)),
    ("-0700", offset(false, false, true, false)),
    ("-07:00", offset(false, true, true, false)),
    ("-07", offset(false, false, false, false)),
    ("Z070000", offset(true, false, true, true)),
    ("Z07:00:00", offset(true, true, true, true)),
    ("Z0700", offset(true, false, true, false)),
    ("Z07:00", offset(true, true, true, false)),
    ("Z07", offset(true, false, false, false)),
    (".0", Part::Fraction { digits: 0, trim: false, sign: b'.' }),
    (",0", Part::Fraction { digits: 0, trim: false, sign: b',' }),
    (".9", Part::Fraction { digits: 0, trim: true, sign: b'.' }),
    (",9", Part::Fraction { digits: 0, trim: true, sign: b',' }),
];

/// The text before the first part of a layout, the part, and what follows it.
pub(super) fn next(layout: &str) -> (&str, Option<Part>, &str) {
    for at in layout.bytes().enumerate().filter(|(_, byte)| b"JM0123456_Pp-Z.,".contains(byte)).map(|(at, _)| at) {
        let rest = &layout[at..];
        for (text, part) in PARTS {
            if let Some(after) = rest.strip_prefix(text)
                && let Some((part, len)) = fits(part, text, rest, after)
            {
                return (&layout[..at], Some(part), &rest[len..]);
            }
        }
    }
    (layout, None, "")
}

/// Whether a part that a layout seems to begin with is one, and its length.
fn fits(part: Part, text: &str, rest: &str, after: &str) -> Option<(Part, usize)> {
    match part {
        Part::Month { long: false } | Part::Weekday { long: false } => {
            (!after.starts_with(|c: char| c.is_ascii_lowercase())).then_some((part, text.len()))
        }
        // An underscore before the year is an underscore.
        Part::Day(Pad::Space) => (!rest.starts_with("_2006")).then_some((part, text.len())),
        Part::Fraction { trim, sign, .. } => {
            let digit = if trim { b'9' } else { b'0' };
            let digits = rest.bytes().skip(1).take_while(|&byte| byte == digit).count();
            let ends = !rest[1 + digits..].starts_with(|c: char| c.is_ascii_digit());
            ends.then_some((Part::Fraction { digits, trim, sign }, 1 + digits))
        }
        _ => Some((part, text.len())),
    }
}
