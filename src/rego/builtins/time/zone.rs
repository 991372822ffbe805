//! Time zones that keep one distance from UTC.

/// A zone.
#[derive(Clone, Debug)]
pub(super) struct Zone {
    /// What it is called on its clocks.
    pub(super) name: Box<str>,
    /// Seconds east of UTC.
    pub(super) offset: i64,
}

impl Zone {
    /// The zone of a name, if it is one of those.
    pub(super) fn named(name: &str) -> Option<Self> {
        let zone = |name: &str, hours: i64| Some(Self { name: name.into(), offset: hours * 3600 });
        match name.strip_prefix("Etc/").unwrap_or(name) {
            "" if name.is_empty() => zone("UTC", 0),
            "Local" if name == "Local" => zone("UTC", 0),
            "UTC" | "UCT" | "Universal" | "Zulu" => zone("UTC", 0),
            "GMT" | "GMT+0" | "GMT-0" | "GMT0" | "Greenwich" => zone("GMT", 0),
            // The signs are the other way round in these names.
            hours if name.starts_with("Etc/GMT") => {
                let (east, hours) = match hours.strip_prefix("GMT-") {
                    Some(hours) => (true, hours),
                    None => (false, hours.strip_prefix("GMT+")?),
                };
                let number: i64 = hours.parse().ok()?;
                if hours != number.to_string() || !(1..=if east { 14 } else { 12 }).contains(&number) {
                    return None;
                }
                let (sign, signed) = if east { ('+', number) } else { ('-', -number) };
                zone(&format!("{sign}{number:02}"), signed)
            }
            _ => None,
        }
    }
}
