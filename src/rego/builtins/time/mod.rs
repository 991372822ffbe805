//! Points in time: nanoseconds since 1970, in UTC or at a fixed distance from it.
//!
//! Zones with daylight saving need a database that outweighs everything else here; times in them are undefined.

mod calendar;
mod duration;
mod format;
mod layout;
mod parse;
mod zone;

#[cfg(test)]
mod tests;

use super::{Builtin, builtin};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::Memory,
    value::{Tag, Value},
};
use calendar::Clock;
use zone::Zone;

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("time.now_ns", 0, now),
    builtin("time.parse_ns", 2, parse_ns),
    builtin("time.parse_rfc3339_ns", 1, parse_rfc3339_ns),
    builtin("time.parse_duration_ns", 1, parse_duration_ns),
    builtin("time.format", 1, format_time),
    builtin("time.date", 1, date),
    builtin("time.clock", 1, clock),
    builtin("time.weekday", 1, weekday),
    builtin("time.add_date", 4, add_date),
    builtin("time.diff", 2, diff),
];

fn now(memory: &mut Memory<'_>, _: &[Value]) -> Outcome {
    Ok(Value::integer(memory.facts.now_ns))
}

fn parse_ns(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[layout, text] = arguments else { return Err(Fail::Undefined) };
    let layout = memory.as_str(layout).ok_or(Fail::Undefined)?;
    parsed(memory, layout::by_name(layout), text)
}

fn parse_rfc3339_ns(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[text] = arguments else { return Err(Fail::Undefined) };
    parsed(memory, layout::RFC3339, text)
}

fn parsed(memory: &Memory<'_>, layout: &str, text: Value) -> Outcome {
    let source = memory.as_str(text).ok_or(Fail::Undefined)?;
    let nanoseconds = parse::parse(layout, source).and_then(i128_to_i64).ok_or(Fail::Undefined)?;
    Ok(Value::integer(nanoseconds).placed_as(text))
}

fn i128_to_i64(nanoseconds: i128) -> Option<i64> {
    i64::try_from(nanoseconds).ok()
}

fn parse_duration_ns(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[text] = arguments else { return Err(Fail::Undefined) };
    let source = memory.as_str(text).ok_or(Fail::Undefined)?;
    let nanoseconds = duration::parse(source).ok_or(Fail::Undefined)?;
    Ok(Value::integer(nanoseconds).placed_as(text))
}

/// A point in time with what it was given along.
struct Point {
    nanoseconds: i64,
    zone: Zone,
    /// The layout, or null.
    layout: Value,
}

impl Point {
    /// Reads nanoseconds, or an array of nanoseconds, zone and layout.
    fn of(memory: &mut Memory<'_>, value: Value) -> Outcome<Self> {
        let mut parts = [value, Value::NULL, Value::NULL];
        if value.tag() == Tag::Array {
            let elements = memory.elements(value);
            parts[0] = Value::NULL;
            for (index, part) in parts.iter_mut().enumerate().take(elements.len) {
                *part = memory.element(elements, index);
                if index > 0 && !part.is_string() {
                    return Err(Fail::Undefined);
                }
            }
        }
        let nanoseconds = memory.whole(parts[0]).ok_or(Fail::Undefined)?;
        let zone = Zone::named(memory.text(parts[1])).ok_or(Fail::Undefined)?;
        Ok(Self { nanoseconds, zone, layout: parts[2] })
    }

    fn clock(&self) -> Clock {
        Clock::new(self.nanoseconds, self.zone.offset)
    }
}

fn format_time(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[value] = arguments else { return Err(Fail::Undefined) };
    let point = Point::of(memory, value)?;
    let layout = match memory.text(point.layout) {
        "" => layout::RFC3339_NANO,
        layout => layout::by_name(layout),
    };
    let mut out = String::new();
    format::write(&point.clock(), &point.zone, layout, &mut out);
    memory.reserve(0, out.len())?;
    Ok(memory.string(&out).placed_as(value))
}

fn integers<const N: usize>(memory: &mut Memory<'_>, integers: [i64; N]) -> Value {
    memory.array(&integers.map(Value::integer))
}

fn date(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[value] = arguments else { return Err(Fail::Undefined) };
    let clock = Point::of(memory, value)?.clock();
    Ok(integers(memory, [clock.year, clock.month, clock.day]).placed_as(value))
}

fn clock(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[value] = arguments else { return Err(Fail::Undefined) };
    let clock = Point::of(memory, value)?.clock();
    Ok(integers(memory, [clock.hour, clock.minute, clock.second]).placed_as(value))
}

fn weekday(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[value] = arguments else { return Err(Fail::Undefined) };
    let clock = Point::of(memory, value)?.clock();
    Ok(memory.string(layout::WEEKDAYS[clock.weekday]).placed_as(value))
}

fn add_date(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[value, years, months, days] = arguments else { return Err(Fail::Undefined) };
    let point = Point::of(memory, value)?;
    let [years, months, days] = [years, months, days].map(Value::as_integer);
    let (Some(years), Some(months), Some(days)) = (years, months, days) else { return Err(Fail::Undefined) };
    let clock = point.clock();
    let moved = clock.moved(years, months, days).and_then(|moved| moved.nanoseconds(point.zone.offset));
    Ok(Value::integer(moved.and_then(i128_to_i64).ok_or(Fail::Undefined)?).placed_as(value))
}

/// Years, months, days, hours, minutes and seconds between two points, by the calendar.
fn diff(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[first, second] = arguments else { return Err(Fail::Undefined) };
    let (first, second) = (Point::of(memory, first)?, Point::of(memory, second)?);
    let offset = first.zone.offset;
    let earlier = Clock::new(first.nanoseconds.min(second.nanoseconds), offset);
    let later = Clock::new(first.nanoseconds.max(second.nanoseconds), offset);
    let mut month = later.month - earlier.month;
    let mut year = later.year - earlier.year;
    let mut day = later.day - earlier.day;
    let mut seconds = later.second_of_day() - earlier.second_of_day();
    if seconds < 0 {
        seconds += 86_400;
        day -= 1;
    }
    if day < 0 {
        day += calendar::days_in(earlier.month, earlier.year);
        month -= 1;
    }
    if month < 0 {
        month += 12;
        year -= 1;
    }
    Ok(integers(memory, [year, month, day, seconds / 3600, seconds / 60 % 60, seconds % 60]))
}
