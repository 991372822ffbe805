//! A day of the calendar. The clock is an input: [`Date::today`] is asked once, at the edge, and `--as-of` takes its place.

use std::{
    fmt,
    str::FromStr,
    time::{SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A day, written `YYYY-MM-DD`. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A text that is not a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a date")]
pub struct DateError {
    text: String,
}

impl DateError {
    /// What to write instead.
    pub const fn help(&self) -> &'static str {
        "write a day of the calendar as YYYY-MM-DD, such as 2027-01-31"
    }
}

impl Date {
    /// The first of January 1970, from which machines count days.
    pub const UNIX_EPOCH: Self = Self { year: 1970, month: 1, day: 1 };

    /// A day, if the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let exists = year <= 9999 && (1..=12).contains(&month) && (1..=days(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// The current day, in UTC so that a run says the same wherever it happens.
    pub fn today() -> Self {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Self::from_days(seconds / 86_400)
    }

    /// The day that lies `days` after 1970-01-01 (Howard Hinnant's `civil_from_days`).
    fn from_days(days: u64) -> Self {
        let shifted = days.min(2_932_896) + 719_468;
        let era = shifted / 146_097;
        let of_era = shifted % 146_097;
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        Self { year: year as u16, month: month as u8, day: day as u8 }
    }

    /// Its first moment in UTC, in nanoseconds since 1970.
    pub fn nanoseconds(self) -> i64 {
        self.since_1970().saturating_mul(86_400_000_000_000)
    }

    /// How many days it takes from this one to another: negative if that one is earlier.
    pub fn days_until(self, other: Self) -> i64 {
        other.since_1970() - self.since_1970()
    }

    /// The day that lies some days later, within the years that are known.
    pub fn plus_days(self, days: u32) -> Self {
        Self::from_days(u64::try_from(self.since_1970()).unwrap_or_default() + u64::from(days))
    }

    /// Days since 1970-01-01 (Howard Hinnant's `days_from_civil`).
    fn since_1970(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }
}

fn days(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        read(text).ok_or_else(|| DateError { text: text.to_owned() })
    }
}

/// Strict on purpose: exactly ten characters, so that text order is time order everywhere.
fn read(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| {
        bytes.get(range)?.iter().try_fold(0u16, |sum, b| b.is_ascii_digit().then(|| sum * 10 + u16::from(b - b'0')))
    };
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    Date::new(digits(0..4)?, digits(5..7)? as u8, digits(8..10)? as u8)
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_reads_back_as_written_and_only_days_of_the_calendar_are_read() {
        for text in ["1970-01-01", "2024-02-29", "2027-01-31", "9999-12-31"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        for text in ["", "2027-1-31", "2023-02-29", "2027-13-01", "2027-00-10", "2027-01-32", "27-01-31", "２０27-1-1"]
        {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn days_are_counted_as_the_calendar_does() {
        assert_eq!(Date::from_days(0).to_string(), "1970-01-01");
        assert_eq!(Date::from_days(11_016).to_string(), "2000-02-29");
        assert_eq!(Date::from_days(20_849).to_string(), "2027-01-31");
        assert_eq!(Date::from_days(u64::MAX).to_string(), "9999-12-31");
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(day("2026-11-22").days_until(day("2027-03-01")), 99);
        assert_eq!(day("2027-03-01").days_until(day("2026-11-22")), -99);
        assert_eq!(day("2026-11-22").plus_days(99), day("2027-03-01"));
    }
}
