//! Times by a layout.

use super::{
    calendar::Clock,
    layout::{self, MONTHS, Offset, Pad, Part, WEEKDAYS},
    zone::Zone,
};

/// Writes a time.
pub(super) fn write(clock: &Clock, zone: &Zone, mut layout: &str, out: &mut String) {
    loop {
        let (text, part, rest) = layout::next(layout);
        out.push_str(text);
        let Some(part) = part else { return };
        layout = rest;
        write_part(clock, zone, part, out);
    }
}

fn write_part(clock: &Clock, zone: &Zone, part: Part, out: &mut String) {
    let hour = if clock.hour % 12 == 0 { 12 } else { clock.hour % 12 };
    let name = |name: &'static str, long: bool| if long { name } else { &name[..3] };
    match part {
        Part::Month { long } => out.push_str(name(MONTHS[clock.month as usize - 1], long)),
        Part::Weekday { long } => out.push_str(name(WEEKDAYS[clock.weekday], long)),
        Part::MonthNumber(pad) => number(clock.month, pad, 2, out),
        Part::Day(pad) => number(clock.day, pad, 2, out),
        Part::DayOfYear(pad) => number(clock.day_of_year(), pad, 3, out),
        Part::Hour => number(clock.hour, Pad::Zero, 2, out),
        Part::Hour12(pad) => number(hour, pad, 2, out),
        Part::Minute(pad) => number(clock.minute, pad, 2, out),
        Part::Second(pad) => number(clock.second, pad, 2, out),
        Part::Year => number(clock.year, Pad::Zero, 4, out),
        Part::ShortYear => number(clock.year % 100, Pad::Zero, 2, out),
        Part::Noon { upper } => out.push_str(match (clock.hour >= 12, upper) {
            (true, true) => "PM",
            (true, false) => "pm",
            (false, true) => "AM",
            (false, false) => "am",
        }),
        Part::ZoneName => out.push_str(&zone.name),
        Part::Offset(form) => offset(zone.offset, form, out),
        Part::Fraction { digits, trim, sign } => fraction(clock.nanosecond, digits, trim, sign, out),
    }
}

fn number(number: i64, pad: Pad, width: usize, out: &mut String) {
    out.push_str(&match pad {
        Pad::No => number.to_string(),
        Pad::Space => format!("{number:width$}"),
        Pad::Zero => format!("{number:0width$}"),
    });
}

fn offset(seconds: i64, form: Offset, out: &mut String) {
    if form.z && seconds == 0 {
        out.push('Z');
        return;
    }
    out.push(if seconds < 0 { '-' } else { '+' });
    let seconds = seconds.abs();
    number(seconds / 3600, Pad::Zero, 2, out);
    for (wanted, value) in [(form.minutes, seconds / 60 % 60), (form.seconds, seconds % 60)] {
        if wanted {
            if form.colon {
                out.push(':');
            }
            number(value, Pad::Zero, 2, out);
        }
    }
}

fn fraction(nanosecond: i64, digits: usize, trim: bool, sign: u8, out: &mut String) {
    let text = format!("{nanosecond:09}");
    let mut shown = &text[..digits.min(9)];
    if trim {
        shown = shown.trim_end_matches('0');
    }
    if !shown.is_empty() {
        out.push(sign as char);
        out.push_str(shown);
    }
}
