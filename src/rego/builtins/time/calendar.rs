//! The calendar without end in both directions.

pub(super) const SECOND: i64 = 1_000_000_000;
const DAY_SECONDS: i64 = 86_400;

/// What a clock and a calendar on the wall show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
    pub(super) nanosecond: i64,
    /// 0 for Sunday.
    pub(super) weekday: usize,
}

impl Clock {
    /// A point in time, some seconds east of UTC.
    pub(super) fn new(nanoseconds: i64, offset: i64) -> Self {
        let seconds = nanoseconds.div_euclid(SECOND) + offset;
        let (days, of_day) = (seconds.div_euclid(DAY_SECONDS), seconds.rem_euclid(DAY_SECONDS));
        let (year, month, day) = date_of(days);
        Self {
            year,
            month,
            day,
            hour: of_day / 3600,
            minute: of_day / 60 % 60,
            second: of_day % 60,
            nanosecond: nanoseconds.rem_euclid(SECOND),
            weekday: (days + 4).rem_euclid(7) as usize,
        }
    }

    pub(super) fn second_of_day(&self) -> i64 {
        (self.hour * 60 + self.minute) * 60 + self.second
    }

    /// From 1.
    pub(super) fn day_of_year(&self) -> i64 {
        days_to(self.year, self.month, self.day) - days_to(self.year, 1, 1) + 1
    }

    /// The same clock on another date, which need not be one of the calendar: the 31st of April is the 1st of May.
    pub(super) fn moved(self, years: i64, months: i64, days: i64) -> Option<Self> {
        let month = self.month.checked_add(months)? - 1;
        let year = self.year.checked_add(years)?.checked_add(month.div_euclid(12))?;
        // Far outside of what nanoseconds can say, and near enough for the arithmetic below.
        if year.abs() > 1_000_000_000 {
            return None;
        }
        Some(Self { year, month: month.rem_euclid(12) + 1, day: self.day.checked_add(days)?, ..self })
    }

    /// The point in time, if the clock hangs some seconds east of UTC.
    pub(super) fn nanoseconds(&self, offset: i64) -> Option<i128> {
        let days = days_to(self.year, self.month, 1).checked_add(self.day - 1)?;
        let seconds = i128::from(days) * i128::from(DAY_SECONDS) + i128::from(self.second_of_day() - offset);
        Some(seconds * i128::from(SECOND) + i128::from(self.nanosecond))
    }
}

/// Days from 1970-01-01 to a date (Howard Hinnant's `days_from_civil`).
fn days_to(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date some days after 1970-01-01 (Howard Hinnant's `civil_from_days`).
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days of a month.
pub(super) fn days_in(month: i64, year: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
