//! Builtins of semantic versions.

use std::cmp::Ordering;

use super::{Builtin, builtin, take, text};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::Memory,
    value::Value,
};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("semver.compare", 2, compare),
    builtin("semver.is_valid", 1, |memory, arguments| {
        let [value] = take(arguments)?;
        Ok(Value::bool(memory.as_str(value).is_some_and(|text| Version::parse(text).is_some())))
    }),
];

fn compare(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [a, b] = take(arguments)?;
    let version = |value| Version::parse(text(memory, value)?).ok_or(Fail::Undefined);
    let (a, b) = (version(a)?, version(b)?);
    let order = a.numbers.cmp(&b.numbers).then_with(|| compare_releases(a.release, b.release));
    Ok(Value::integer(order as i64))
}

struct Version<'t> {
    numbers: [i64; 3],
    /// What stands between `-` and `+`, empty if nothing.
    release: &'t str,
}

impl<'t> Version<'t> {
    fn parse(text: &'t str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let (text, metadata) = text.split_once('+').map_or((text, None), |(text, rest)| (text, Some(rest)));
        let (text, release) = text.split_once('-').map_or((text, None), |(text, rest)| (text, Some(rest)));
        let has_letters = |part: &str| {
            let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
            part.split('.').all(|part| !part.is_empty() && part.bytes().all(is_letter))
        };
        let no_leading_zero = |part: &str| part.len() < 2 || !part.starts_with('0') || !is_numeric(part);
        if metadata.is_some_and(|metadata| !has_letters(metadata))
            || release.is_some_and(|release| !has_letters(release) || !release.split('.').all(no_leading_zero))
        {
            return None;
        }
        let numbers: Vec<i64> = text
            .split('.')
            .map(|part| part.parse().ok().filter(|_| is_numeric(part) && no_leading_zero(part)))
            .collect::<Option<_>>()?;
        Some(Self { numbers: numbers.try_into().ok()?, release: release.unwrap_or_default() })
    }
}

fn is_numeric(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// A version without a release part comes after those with one. Numbers come before names; more parts after fewer.
fn compare_releases(a: &str, b: &str) -> Ordering {
    if a.is_empty() || b.is_empty() {
        return b.len().min(1).cmp(&a.len().min(1));
    }
    let (mut a, mut b) = (a.split('.'), b.split('.'));
    loop {
        let (x, y) = match (a.next(), b.next()) {
            (Some(x), Some(y)) => (x, y),
            (x, y) => return x.is_some().cmp(&y.is_some()),
        };
        let order = match (is_numeric(x), is_numeric(y)) {
            // Numbers that no machine's integer holds are all the greatest one.
            (true, true) => x.parse().unwrap_or(i64::MAX).cmp(&y.parse().unwrap_or(i64::MAX)),
            (false, false) => x.cmp(y),
            (x, y) => y.cmp(&x),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}
