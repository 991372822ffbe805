//! Forms of text that schemas name: `format`.

use std::{
    net::{Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

/// A form of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Quantity,
    IntOrPercent,
    GoDuration,
    PrometheusDuration,
    Duration,
    DateTime,
    Date,
    Uri,
    Regex,
    GithubExpression,
    Cron,
    Byte,
    Ipv4,
    Ipv6,
    Ip,
    Cidr,
    DnsLabel,
    DnsSubdomain,
    Uuid,
}

impl Format {
    /// The form of a name; none if it is not held against values, as JSON Schema asks of names that nobody knows.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "quantity" => Self::Quantity,
            "int-or-percent" => Self::IntOrPercent,
            "go-duration" => Self::GoDuration,
            "prometheus-duration" => Self::PrometheusDuration,
            "duration" => Self::Duration,
            "date-time" => Self::DateTime,
            "date" => Self::Date,
            "uri" => Self::Uri,
            "regex-re2" => Self::Regex,
            "github-expression" => Self::GithubExpression,
            "cron" => Self::Cron,
            "byte" => Self::Byte,
            "ipv4" => Self::Ipv4,
            "ipv6" => Self::Ipv6,
            "ip" => Self::Ip,
            "cidr" => Self::Cidr,
            "dns-label" => Self::DnsLabel,
            "dns-subdomain" => Self::DnsSubdomain,
            "uuid" => Self::Uuid,
            _ => return None,
        })
    }

    /// What text of the form is, after "expected".
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Quantity => "a quantity such as `500m` or `2Gi`",
            Self::IntOrPercent => "a percentage such as `25%`",
            Self::GoDuration => "a duration such as `1h30m`",
            Self::PrometheusDuration => "a duration such as `5m` or `1d`",
            Self::Duration => "a duration such as `5m` or `PT5M`",
            Self::DateTime => "a time such as `2026-01-31T12:00:00Z`",
            Self::Date => "a date such as `2026-01-31`",
            Self::Uri => "an address with its scheme, such as `https://example.com`",
            Self::Regex => "a regular expression",
            Self::GithubExpression => "an expression such as `${{ inputs.name }}`",
            Self::Cron => "a schedule of five fields such as `30 5 * * 1`",
            Self::Byte => "base64",
            Self::Ipv4 => "an IPv4 address",
            Self::Ipv6 => "an IPv6 address",
            Self::Ip => "an IP address",
            Self::Cidr => "a range of addresses such as `10.0.0.0/8`",
            Self::DnsLabel => "a name of lower-case letters, digits and `-`, of at most 63 characters",
            Self::DnsSubdomain => "a name of lower-case letters, digits, `-` and `.`, of at most 253 characters",
            Self::Uuid => "a UUID",
        }
    }

    /// Whether text has the form.
    pub(super) fn fits(self, text: &str) -> bool {
        match self {
            Self::Quantity => is_quantity(text),
            Self::IntOrPercent => is_percent(text),
            Self::GoDuration => is_go_duration(text),
            Self::PrometheusDuration => is_prometheus_duration(text),
            // OpenAPI leaves open which; Go's is what Kubernetes' tools write.
            Self::Duration => is_iso_duration(text) || is_go_duration(text),
            Self::DateTime => is_date_time(text),
            Self::Date => is_date(text),
            Self::Uri => text.split_once(':').is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.is_empty()),
            Self::Regex => regex::Regex::new(text).is_ok() || text.len() > 4096,
            Self::GithubExpression => text.find("${{").is_some_and(|at| text[at..].contains("}}")),
            Self::Cron => is_cron(text),
            Self::Byte => is_base64(text),
            Self::Ipv4 => Ipv4Addr::from_str(text).is_ok(),
            Self::Ipv6 => Ipv6Addr::from_str(text).is_ok(),
            Self::Ip => std::net::IpAddr::from_str(text).is_ok(),
            Self::Cidr => is_cidr(text),
            Self::DnsLabel => is_label(text),
            Self::DnsSubdomain => text.len() <= 253 && text.split('.').all(is_label),
            Self::Uuid => is_uuid(text),
        }
    }
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// A signed decimal number at the beginning of a text, and what follows.
fn decimal(text: &str) -> Option<&str> {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let whole = digits(text);
    let rest = &text[whole..];
    let Some(after) = rest.strip_prefix('.') else { return (whole > 0).then_some(rest) };
    let fraction = digits(after);
    (whole + fraction > 0).then(|| &after[fraction..])
}

/// <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>
fn is_quantity(text: &str) -> bool {
    let Some(suffix) = decimal(text) else { return false };
    let exponent = |rest: &str| {
        let rest = rest.strip_prefix(['+', '-']).unwrap_or(rest);
        !rest.is_empty() && digits(rest) == rest.len()
    };
    matches!(suffix, "" | "n" | "u" | "m" | "k" | "M" | "G" | "T" | "P" | "E")
        || matches!(suffix, "Ki" | "Mi" | "Gi" | "Ti" | "Pi" | "Ei")
        || suffix.strip_prefix(['e', 'E']).is_some_and(exponent)
}

fn is_percent(text: &str) -> bool {
    let number = text.strip_suffix('%').unwrap_or(text);
    !number.is_empty() && digits(number) == number.len()
}

/// Numbers with units from a list, longest units first.
fn is_units(mut text: &str, units: &[&str], fractions: bool) -> bool {
    if text.is_empty() {
        return false;
    }
    while !text.is_empty() {
        let rest =
            if fractions { decimal(text) } else { Some(&text[digits(text)..]).filter(|rest| rest.len() < text.len()) };
        let Some(rest) = rest else { return false };
        let Some(unit) = units.iter().find(|unit| rest.starts_with(**unit)) else { return false };
        text = &rest[unit.len()..];
    }
    true
}

/// <https://pkg.go.dev/time#ParseDuration>
fn is_go_duration(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    text == "0" || is_units(text, &["ns", "us", "µs", "μs", "ms", "s", "m", "h"], true)
}

/// <https://prometheus.io/docs/prometheus/latest/configuration/configuration/>: units in falling order.
fn is_prometheus_duration(text: &str) -> bool {
    const UNITS: [&str; 7] = ["y", "w", "d", "h", "ms", "m", "s"];
    const ORDER: [&str; 7] = ["y", "w", "d", "h", "m", "s", "ms"];
    if text == "0" {
        return true;
    }
    let (mut rest, mut last) = (text, None);
    while !rest.is_empty() {
        let after = &rest[digits(rest)..];
        let Some(unit) = UNITS.iter().find(|unit| after.starts_with(**unit)) else { return false };
        let place = ORDER.iter().position(|other| other == unit);
        if after.len() == rest.len() || place <= last {
            return false;
        }
        last = place;
        rest = &after[unit.len()..];
    }
    !text.is_empty()
}

fn is_iso_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (days, time) = rest.split_once('T').map_or((rest, None), |(days, time)| (days, Some(time)));
    let part = |text: &str, units: &[&str]| text.is_empty() || is_units(text, units, true);
    !rest.is_empty()
        && part(days, &["Y", "M", "W", "D"])
        && time.is_none_or(|time| !time.is_empty() && part(time, &["H", "M", "S"]))
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let within = |text: &str, len: usize, most: u32| {
        text.len() == len && digits(text) == len && text.parse().is_ok_and(|number: u32| (1..=most).contains(&number))
    };
    within(year, 4, 9999) && within(month, 2, 12) && within(day, 2, 31)
}

/// <https://www.rfc-editor.org/rfc/rfc3339>
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else { return false };
    let (clock, zone) = match time.find(['Z', 'z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => return false,
    };
    let clock_fits = |clock: &str| {
        let seconds = clock.split_once('.').map_or(clock, |(clock, _)| clock);
        let parts: Vec<&str> = seconds.split(':').collect();
        parts.len() == 3 && parts.iter().all(|part| part.len() == 2 && digits(part) == 2)
    };
    let zone_fits = zone.eq_ignore_ascii_case("z") || zone.len() == 6 && zone.as_bytes()[3] == b':';
    is_date(date) && clock_fits(clock) && zone_fits
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Five fields, each a list of numbers, names, ranges and steps within its bounds, or a word such as `@daily`.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/crontab.html>
fn is_cron(text: &str) -> bool {
    let text = match text.split_once(' ') {
        // Kubernetes takes a time zone in front.
        Some((zone, rest)) if zone.starts_with("TZ=") || zone.starts_with("CRON_TZ=") => rest.trim_start(),
        _ => text,
    };
    if let Some(word) = text.strip_prefix('@') {
        let words = ["yearly", "annually", "monthly", "weekly", "daily", "midnight", "hourly"];
        return words.contains(&word) || word.strip_prefix("every ").is_some_and(is_go_duration);
    }
    const MONTHS: &str = "jan feb mar apr may jun jul aug sep oct nov dec";
    const DAYS: &str = "sun mon tue wed thu fri sat";
    let bounds = [(0, 59, ""), (0, 23, ""), (1, 31, ""), (1, 12, MONTHS), (0, 7, DAYS)];
    let fields: Vec<&str> = text.split_whitespace().collect();
    fields.len() == 5
        && fields.iter().zip(bounds).all(|(field, bounds)| field.split(',').all(|part| in_field(part, bounds)))
}

fn in_field(part: &str, (least, most, names): (u32, u32, &str)) -> bool {
    let (range, step) = part.split_once('/').map_or((part, None), |(range, step)| (range, Some(step)));
    let number = |text: &str| match text.parse::<u32>() {
        Ok(number) => (least..=most).contains(&number),
        Err(_) => names.split(' ').any(|name| !name.is_empty() && name.eq_ignore_ascii_case(text)),
    };
    let range_fits = match range.split_once('-') {
        Some((from, to)) => number(from) && number(to),
        None => matches!(range, "*" | "?") || number(range),
    };
    range_fits && step.is_none_or(|step| step.parse::<u32>().is_ok_and(|step| step > 0))
}

fn is_base64(text: &str) -> bool {
    let text: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')).collect();
    let body = text.iter().rposition(|&byte| byte != b'=').map_or(0, |at| at + 1);
    let known = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    text.len().is_multiple_of(4) && text.len() - body <= 2 && text[..body].iter().all(known)
}

fn is_cidr(text: &str) -> bool {
    let Some((address, length)) = text.split_once('/') else { return false };
    let most = match std::net::IpAddr::from_str(address) {
        Ok(std::net::IpAddr::V4(_)) => 32,
        Ok(std::net::IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    length.parse::<u8>().is_ok_and(|length| length <= most)
}

fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

fn is_uuid(text: &str) -> bool {
    let parts: Vec<usize> = text.split('-').map(str::len).collect();
    parts == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}
