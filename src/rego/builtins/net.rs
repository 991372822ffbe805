//! Networks in CIDR notation.
//!
//! As in Go, an IPv4 address written as IPv6 (`::ffff:10.0.0.1`) is an IPv4 address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Builtin, builtin};
use crate::rego::{
    fail::{ErrorKind, Fail, Outcome},
    memory::Memory,
    value::{Tag, Value},
};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("net.cidr_contains", 2, contains),
    builtin("net.cidr_overlap", 2, contains),
    builtin("net.cidr_contains_matches", 2, contains_matches),
    builtin("net.cidr_expand", 1, expand),
    builtin("net.cidr_intersects", 2, intersects),
    builtin("net.cidr_is_valid", 1, is_valid),
    builtin("net.cidr_merge", 1, merge),
];

/// An address: its number and how many bits it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Address {
    number: u128,
    bits: u32,
}

impl Address {
    fn parse(text: &str) -> Option<Self> {
        let address = match text.parse::<IpAddr>().ok()? {
            IpAddr::V4(address) => Self { number: u128::from(u32::from(address)), bits: 32 },
            IpAddr::V6(address) => match address.to_ipv4_mapped() {
                Some(address) => Self { number: u128::from(u32::from(address)), bits: 32 },
                None => Self { number: u128::from(address), bits: 128 },
            },
        };
        Some(address)
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.bits {
            32 => Ipv4Addr::from(self.number as u32).fmt(f),
            _ => Ipv6Addr::from(self.number).fmt(f),
        }
    }
}

/// A network: its first address, and how many of the bits all addresses have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    first: Address,
    prefix: u32,
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/')?;
        let written: IpAddr = address.parse().ok()?;
        if prefix.is_empty() || !prefix.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let prefix: u32 = prefix.parse().ok()?;
        match written {
            IpAddr::V4(address) => Self::of(u128::from(u32::from(address)), prefix, 32),
            IpAddr::V6(address) if address.to_ipv4_mapped().is_some() && (96..=128).contains(&prefix) => {
                Self::of(u128::from(address) & 0xffff_ffff, prefix - 96, 32)
            }
            IpAddr::V6(address) => Self::of(u128::from(address), prefix, 128),
        }
    }

    fn of(number: u128, prefix: u32, bits: u32) -> Option<Self> {
        let kept = u128::MAX.checked_shl(bits.checked_sub(prefix)?).unwrap_or(0);
        Some(Self { first: Address { number: number & kept, bits }, prefix })
    }

    /// How many bits tell its addresses apart.
    fn free_bits(&self) -> u32 {
        self.first.bits - self.prefix
    }

    fn last(&self) -> u128 {
        self.first.number | !u128::MAX.checked_shl(self.free_bits()).unwrap_or(0)
    }

    fn contains(&self, address: Address) -> bool {
        self.first.bits == address.bits && (self.first.number..=self.last()).contains(&address.number)
    }

    fn contains_all(&self, other: &Self) -> bool {
        self.prefix <= other.prefix && self.contains(other.first)
    }
}

fn network(memory: &Memory<'_>, value: Value) -> Outcome<Network> {
    memory.as_str(value).and_then(Network::parse).ok_or(Fail::Undefined)
}

/// An address or a network, as a network.
fn address_or_network(memory: &Memory<'_>, value: Value) -> Outcome<Network> {
    match memory.as_str(value).and_then(Address::parse) {
        Some(address) => Ok(Network { first: address, prefix: address.bits }),
        None => network(memory, value),
    }
}

fn contains(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[outer, inner] = arguments else { return Err(Fail::Undefined) };
    let (outer, inner) = (network(memory, outer)?, address_or_network(memory, inner)?);
    Ok(Value::bool(outer.contains_all(&inner)))
}

fn intersects(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[first, second] = arguments else { return Err(Fail::Undefined) };
    let (first, second) = (network(memory, first)?, network(memory, second)?);
    Ok(Value::bool(first.contains_all(&second) || second.contains_all(&first)))
}

fn is_valid(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[text] = arguments else { return Err(Fail::Undefined) };
    Ok(Value::bool(network(memory, text).is_ok()))
}

/// Pairs of index and network: a text is its own index, as are the elements of a set.
fn indexed(memory: &mut Memory<'_>, value: Value) -> Outcome<Vec<(Value, Value)>> {
    let mut found = Vec::new();
    match value.tag() {
        Tag::String => found.push((value, value)),
        Tag::Array | Tag::Set => {
            let elements = memory.elements(value);
            for index in 0..elements.len {
                let element = memory.element(elements, index);
                let key = if value.tag() == Tag::Set { element } else { Value::integer(index as i64) };
                found.push((key, element));
            }
        }
        Tag::Object => {
            let pairs = memory.pairs(value);
            found.extend((0..pairs.len).map(|index| memory.pair(pairs, index)));
        }
        _ => {}
    }
    if value.tag() != Tag::String {
        for (_, text) in &mut found {
            *text = first_of(memory, *text)?;
        }
    }
    Ok(found)
}

/// The network may be the first of several things that are known of it.
fn first_of(memory: &mut Memory<'_>, value: Value) -> Outcome {
    match value.tag() {
        Tag::String => Ok(value),
        Tag::Array => memory.get(value, Value::integer(0)).ok_or(Fail::Undefined),
        _ => Err(Fail::Undefined),
    }
}

/// Which networks of the first contain which of the second.
fn contains_matches(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[outer, inner] = arguments else { return Err(Fail::Undefined) };
    let mut found = Vec::new();
    let outer = indexed(memory, outer)?;
    let inner = if outer.is_empty() { Vec::new() } else { indexed(memory, inner)? };
    let mut networks = Vec::with_capacity(inner.len());
    for &(_, text) in &inner {
        networks.push(address_or_network(memory, text)?);
    }
    for &(key, text) in outer.iter().filter(|_| !inner.is_empty()) {
        let outer = network(memory, text)?;
        for (&(inner_key, _), network) in inner.iter().zip(&networks) {
            if outer.contains_all(network) {
                memory.reserve(2 + found.len(), 0)?;
                found.push(memory.array(&[key, inner_key]));
            }
        }
    }
    Ok(memory.set(&mut found))
}

/// Bytes of an address as text, about.
const ADDRESS_BYTES: usize = 40;

fn expand(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[text] = arguments else { return Err(Fail::Undefined) };
    let network = network(memory, text)?;
    let Some(count) = 1_usize.checked_shl(network.free_bits()).filter(|&count| count <= 1 << 32) else {
        return Err(Fail::error(ErrorKind::Limit, format!("a network of {} free bits", network.free_bits())));
    };
    memory.reserve(2 * count, ADDRESS_BYTES * count)?;
    let mut addresses = Vec::with_capacity(count);
    for number in network.first.number..=network.last() {
        let address = Address { number, ..network.first }.to_string();
        addresses.push(memory.string(&address).placed_as(text));
    }
    Ok(memory.set(&mut addresses).placed_as(text))
}

/// Addresses from the first to the last, both in it; IPv4 as IPv6 has it.
#[derive(Debug)]
struct Range {
    first: u128,
    last: u128,
    /// The network it came from and still is, as text.
    network: Option<String>,
}

/// IPv4 addresses among those of IPv6.
const MAPPED: u128 = 0xffff_0000_0000;

impl Range {
    fn of(network: &Network, text: String) -> Self {
        let mapped = if network.first.bits == 32 { MAPPED } else { 0 };
        Self { first: network.first.number | mapped, last: network.last() | mapped, network: Some(text) }
    }

    /// A network, or an IPv4 address, which stands for the network of its class.
    fn parse(text: &str) -> Option<Self> {
        let Some(address) = Address::parse(text) else {
            let network = Network::parse(text)?;
            return Some(Self::of(&network, format!("{}/{}", network.first, network.prefix)));
        };
        if address.bits != 32 {
            return None;
        }
        let prefix = match address.number >> 30 {
            0 | 1 => 8,
            2 => 16,
            _ => 24,
        };
        Some(Self::of(&Network::of(address.number, prefix, 32)?, format!("{address}/{prefix}")))
    }

    /// The address before the first; the first of its kind is its own.
    fn before(&self) -> u128 {
        if self.first == 0 || self.first == MAPPED { self.first } else { self.first - 1 }
    }

    /// The fewest networks that make it up.
    fn networks(&self, out: &mut Vec<String>) {
        let mut first = self.first;
        loop {
            let mut free = first.trailing_zeros();
            while free > 0 && (free >= 128 && (first > 0 || self.last < u128::MAX) || self.beyond(first, free)) {
                free -= 1;
            }
            let last = first | !u128::MAX.checked_shl(free).unwrap_or(0);
            let mapped = first >> 32 == MAPPED >> 32 && free <= 32;
            let (address, bits) = if mapped { (first & 0xffff_ffff, 32) } else { (first, 128) };
            out.push(format!("{}/{}", Address { number: address, bits }, bits - free));
            if last >= self.last {
                return;
            }
            first = last + 1;
        }
    }

    /// Whether a network that begins at an address ends after the range.
    fn beyond(&self, first: u128, free: u32) -> bool {
        first | !u128::MAX.checked_shl(free).unwrap_or(0) > self.last
    }
}

/// The fewest networks with the same addresses.
fn merge(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[networks] = arguments else { return Err(Fail::Undefined) };
    if !matches!(networks.tag(), Tag::Array | Tag::Set) {
        return Err(Fail::Undefined);
    }
    let elements = memory.elements(networks);
    let mut ranges = Vec::with_capacity(elements.len);
    for index in 0..elements.len {
        let element = memory.element(elements, index);
        ranges.push(memory.as_str(element).and_then(Range::parse).ok_or(Fail::Undefined)?);
    }
    ranges.sort_by_key(|range| (range.last, range.first));
    let mut texts = Vec::new();
    let mut current: Option<Range> = None;
    for range in ranges.into_iter().rev() {
        current = Some(match current.take() {
            Some(after) if after.before() <= range.last => {
                Range { first: range.first.min(after.first), last: after.last, network: None }
            }
            Some(after) => {
                after.write(&mut texts);
                range
            }
            None => range,
        });
    }
    if let Some(range) = current {
        range.write(&mut texts);
    }
    memory.reserve(2 * texts.len(), texts.iter().map(String::len).sum())?;
    let mut merged: Vec<Value> = texts.iter().map(|text| memory.string(text)).collect();
    Ok(memory.set(&mut merged))
}

impl Range {
    fn write(self, out: &mut Vec<String>) {
        match self.network {
            Some(network) => out.push(network),
            None => self.networks(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::table;

    #[test]
    fn networks_contain_networks_and_addresses() {
        table(
            "net.cidr_contains",
            &[
                (r#"["10.0.0.0/8", "10.1.0.0/16"]"#, "true"),
                (r#"["10.0.0.0/8", "10.0.0.0/7"]"#, "false"),
                (r#"["10.0.0.0/8", "10.1.2.3"]"#, "true"),
                (r#"["10.0.0.0/8", "::ffff:10.1.2.3"]"#, "true"),
                (r#"["::/80", "::/80"]"#, "true"),
                (r#"["::/0", "10.0.0.0/8"]"#, "false"),
                (r#"["10.0.0.1", "10.0.0.1"]"#, "undefined"),
                (r#"["10.0.0.0/8", "x"]"#, "undefined"),
            ],
        );
        table(
            "net.cidr_intersects",
            &[(r#"["10.0.0.0/8", "10.0.0.0/7"]"#, "true"), (r#"["10.0.0.0/8", "11.0.0.0/8"]"#, "false")],
        );
    }

    #[test]
    fn matches_are_told_by_index() {
        table(
            "net.cidr_contains_matches",
            &[
                (
                    r#"[["10.0.0.0/8", "11.0.0.0/8"], {"a": ["11.0.0.1", "x"], "b": "10.0.0.1"}]"#,
                    r#"[[0,"b"],[1,"a"]]"#,
                ),
                (r#"["10.0.0.0/8", "10.0.0.1"]"#, r#"[["10.0.0.0/8","10.0.0.1"]]"#),
                (r#"[[], [1]]"#, "[]"),
                (r#"[["10.0.0.0/8"], [1]]"#, "undefined"),
                (r#"[["10.0.0.0/8"], [[]]]"#, "undefined"),
            ],
        );
    }

    #[test]
    fn networks_are_expanded_within_limits() {
        table(
            "net.cidr_expand",
            &[
                (r#"["10.0.0.5/30"]"#, r#"["10.0.0.4","10.0.0.5","10.0.0.6","10.0.0.7"]"#),
                (r#"["2001:db8::/127"]"#, r#"["2001:db8::","2001:db8::1"]"#),
                (r#"["10.0.0.0/8"]"#, "error: it needs more than 1 MiB of memory"),
                (r#"["::/0"]"#, "error: a network of 128 free bits"),
                (r#"["10.0.0.0"]"#, "undefined"),
            ],
        );
    }

    #[test]
    fn texts_are_networks_or_not() {
        let rows = [
            (r#"["10.0.0.0/08"]"#, "true"),
            (r#"["10.0.0.0/33"]"#, "false"),
            (r#"["010.0.0.0/8"]"#, "false"),
            (r#"["::1/+1"]"#, "false"),
            ("[1]", "false"),
        ];
        table("net.cidr_is_valid", &rows);
    }

    #[test]
    fn neighbours_are_merged() {
        table(
            "net.cidr_merge",
            &[
                (r#"[["10.0.0.0/25", "10.0.0.128/25", "10.0.2.0/24"]]"#, r#"["10.0.0.0/24","10.0.2.0/24"]"#),
                (r#"[["192.0.2.112"]]"#, r#"["192.0.2.112/24"]"#),
                (r#"[["::/1", "8000::/1"]]"#, r#"["::/0"]"#),
                (r#"[["10.0.0.0/25", "::1"]]"#, "undefined"),
                (r#"["10.0.0.0/25"]"#, "undefined"),
            ],
        );
    }
}
