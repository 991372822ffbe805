//! Times read by a layout, as Go reads them.

use super::{
    calendar::{Clock, days_in, is_leap},
    layout::{self, MONTHS, Offset, Pad, Part, WEEKDAYS},
};

/// Nanoseconds since 1970 of a time by a layout.
pub(super) fn parse(layout: &str, text: &str) -> Option<i128> {
    let mut reader = Reader { rest: text.as_bytes(), ..Reader::default() };
    let mut layout = layout;
    loop {
        let (literal, part, rest) = layout::next(layout);
        reader.skip(literal.as_bytes())?;
        let Some(part) = part else { break };
        layout = rest;
        reader.read(part, layout)?;
    }
    if reader.rest.is_empty() { reader.time() } else { None }
}

/// What was read so far.
#[derive(Debug, Default)]
struct Reader<'a> {
    rest: &'a [u8],
    year: i64,
    month: Option<i64>,
    day: Option<i64>,
    day_of_year: Option<i64>,
    hour: i64,
    minute: i64,
    second: i64,
    nanosecond: i64,
    afternoon: Option<bool>,
    utc: bool,
    offset: Option<i64>,
}

impl<'a> Reader<'a> {
    /// Skips what the layout says outright; any number of spaces stands for any other.
    fn skip(&mut self, mut literal: &[u8]) -> Option<()> {
        while let Some((&first, after)) = literal.split_first() {
            if first == b' ' {
                if self.rest.first().is_some_and(|&byte| byte != b' ') {
                    return None;
                }
                literal = without_spaces(literal);
                self.rest = without_spaces(self.rest);
            } else {
                self.rest = self.rest.strip_prefix(&[first])?;
                literal = after;
            }
        }
        Some(())
    }

    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(taken)
    }

    /// Reads one part; `after` is the layout that follows.
    fn read(&mut self, part: Part, after: &str) -> Option<()> {
        match part {
            Part::Month { long } => self.month = Some(self.name(&MONTHS, long)? + 1),
            Part::Weekday { long } => {
                self.name(&WEEKDAYS, long)?;
            }
            Part::MonthNumber(pad) => self.month = Some(self.number(2, pad, 1, 12)?),
            Part::Day(pad) => self.day = Some(self.number(2, pad, 0, 99)?),
            Part::DayOfYear(pad) => self.day_of_year = Some(self.number(3, pad, 0, 999)?),
            Part::Hour => self.hour = self.number(2, Pad::No, 0, 23)?,
            Part::Hour12(pad) => self.hour = self.number(2, pad, 0, 12)?,
            Part::Minute(pad) => self.minute = self.number(2, pad, 0, 59)?,
            Part::Second(pad) => {
                self.second = self.number(2, pad, 0, 59)?;
                self.fraction_unasked(after)?;
            }
            Part::Year => {
                let digits = self.take(4).filter(|digits| digits[0].is_ascii_digit())?;
                self.year = signed(digits)?;
            }
            Part::ShortYear => {
                let year = signed(self.take(2)?)?;
                self.year = year + if year >= 69 { 1900 } else { 2000 };
            }
            Part::Noon { upper } => {
                let (morning, afternoon) = if upper { (b"AM", b"PM") } else { (b"am", b"pm") };
                let sign = self.take(2)?;
                self.afternoon = self.afternoon.filter(|&set| set).or(Some(sign == afternoon));
                if sign != morning && sign != afternoon {
                    return None;
                }
            }
            Part::ZoneName => self.zone_name()?,
            Part::Offset(form) => self.offset(form)?,
            Part::Fraction { digits, trim: false, .. } => {
                let text = self.take(1 + digits)?;
                self.nanosecond = nanoseconds(text)?;
            }
            Part::Fraction { trim: true, .. } => self.fraction()?,
        }
        Some(())
    }

    /// The index of a name that comes next, in any case.
    fn name(&mut self, names: &[&str], long: bool) -> Option<i64> {
        let len = |name: &str| if long { name.len() } else { 3 };
        let found = names.iter().position(|name| {
            let begin = self.rest.get(..len(name));
            begin.is_some_and(|begin| begin.eq_ignore_ascii_case(&name.as_bytes()[..len(name)]))
        })?;
        self.take(len(names[found]))?;
        Some(found as i64)
    }

    /// Digits up to a width: as many as there are, or all of them if zeros pad them.
    fn number(&mut self, width: usize, pad: Pad, least: i64, most: i64) -> Option<i64> {
        if pad == Pad::Space {
            for _ in 1..width {
                self.rest = self.rest.strip_prefix(b" ").unwrap_or(self.rest);
            }
        }
        let len = self.rest.iter().take(width).take_while(|byte| byte.is_ascii_digit()).count();
        if len == 0 || pad == Pad::Zero && len != width {
            return None;
        }
        signed(self.take(len)?).filter(|number| (least..=most).contains(number))
    }

    /// A fraction after the seconds counts even if the layout has none.
    fn fraction_unasked(&mut self, layout: &str) -> Option<()> {
        match layout::next(layout) {
            (_, Some(Part::Fraction { .. }), _) => Some(()),
            _ => self.fraction(),
        }
    }

    /// A fraction, if one comes next.
    fn fraction(&mut self) -> Option<()> {
        if let [b'.' | b',', digits @ ..] = self.rest {
            let len = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if len > 0 {
                let text = self.take(1 + len)?;
                self.nanosecond = nanoseconds(text)?;
            }
        }
        Some(())
    }

    fn zone_name(&mut self) -> Option<()> {
        if let Some(rest) = self.rest.strip_prefix(b"UTC") {
            (self.rest, self.utc) = (rest, true);
            return Some(());
        }
        let len = zone_len(self.rest)?;
        self.take(len).map(|_| ())
    }

    fn offset(&mut self, form: Offset) -> Option<()> {
        if form.z
            && let Some(rest) = self.rest.strip_prefix(b"Z")
        {
            (self.rest, self.utc) = (rest, true);
            return Some(());
        }
        let sign = match self.take(1)? {
            b"+" => 1,
            b"-" => -1,
            _ => return None,
        };
        let mut seconds = self.number(2, Pad::Zero, 0, 24)? * 3600;
        for (wanted, factor) in [(form.minutes, 60), (form.seconds, 1)] {
            if wanted {
                if form.colon {
                    self.rest = self.rest.strip_prefix(b":")?;
                }
                seconds += self.number(2, Pad::Zero, 0, 60)? * factor;
            }
        }
        // One second west of UTC is what Go calls no offset.
        self.offset = Some(sign * seconds).filter(|&offset| offset != -1);
        Some(())
    }

    /// The time, if what was read is one.
    fn time(mut self) -> Option<i128> {
        match self.afternoon {
            Some(true) if self.hour < 12 => self.hour += 12,
            Some(false) if self.hour == 12 => self.hour = 0,
            _ => {}
        }
        if let Some(day) = self.day_of_year {
            let (month, day) = date_in_year(day, self.year)?;
            if self.month.is_some_and(|seen| seen != month) || self.day.is_some_and(|seen| seen != day) {
                return None;
            }
            (self.month, self.day) = (Some(month), Some(day));
        }
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        if !(1..=days_in(month, self.year)).contains(&day) {
            return None;
        }
        // The short name of a zone says nothing about its distance from UTC.
        let offset = if self.utc { 0 } else { self.offset.unwrap_or(0) };
        let clock = Clock {
            year: self.year,
            month,
            day,
            hour: self.hour,
            minute: self.minute,
            second: self.second,
            nanosecond: self.nanosecond,
            weekday: 0,
        };
        clock.nanoseconds(offset)
    }
}

/// Month and day of a day of a year.
fn date_in_year(day: i64, year: i64) -> Option<(i64, i64)> {
    let mut left = day;
    for month in 1..=12 {
        if left <= days_in(month, year) {
            return (left >= 1).then_some((month, left));
        }
        left -= days_in(month, year);
    }
    // The last day of a leap year is the 366th, and no other year has it.
    debug_assert!(day > 365 + i64::from(is_leap(year)));
    None
}

fn without_spaces(text: &[u8]) -> &[u8] {
    let spaces = text.iter().take_while(|&&byte| byte == b' ').count();
    &text[spaces..]
}

/// Digits with or without a sign.
fn signed(text: &[u8]) -> Option<i64> {
    if text.is_empty() { None } else { std::str::from_utf8(text).ok()?.parse().ok() }
}

/// A point or comma and digits, of which nine count.
fn nanoseconds(text: &[u8]) -> Option<i64> {
    let digits = match text {
        [b'.' | b',', digits @ ..] => &digits[..digits.len().min(9)],
        _ => return None,
    };
    let number = signed(digits).filter(|&number| number >= 0)?;
    Some(number * 10_i64.pow(9 - digits.len() as u32))
}

/// The length of what may be the short name of a zone.
fn zone_len(text: &[u8]) -> Option<usize> {
    if text.len() < 3 {
        return None;
    }
    if text.starts_with(b"ChST") || text.starts_with(b"MeST") {
        return Some(4);
    }
    if let Some(rest) = text.strip_prefix(b"GMT") {
        return Some(3 + signed_hours_len(rest).unwrap_or(0));
    }
    if text[0] == b'+' || text[0] == b'-' {
        return signed_hours_len(text);
    }
    match text.iter().take(6).take_while(|byte| byte.is_ascii_uppercase()).count() {
        5 if text[4] == b'T' => Some(5),
        4 if text[3] == b'T' || text.starts_with(b"WITA") => Some(4),
        3 => Some(3),
        _ => None,
    }
}

/// The length of a sign and a number of hours up to 23.
fn signed_hours_len(text: &[u8]) -> Option<usize> {
    let (b'+' | b'-', digits) = text.split_first()? else { return None };
    let len = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    signed(&digits[..len]).filter(|&hours| hours <= 23).map(|_| 1 + len)
}
