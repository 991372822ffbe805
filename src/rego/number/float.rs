//! Floats of 64 bits (or fewer) of mantissa, rounded to the nearest and of two such to the even one: Go's `big.Float`.

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint, Sign};

use super::{MOST_DIGITS, MOST_EXPONENT, Parts, decimal::Decimal};

/// `±mantissa × 2^exponent`; the mantissa's highest bit is set unless it is 0.
#[derive(Clone, Copy, Debug)]
pub(in crate::rego) struct Float {
    pub(super) negative: bool,
    pub(super) mantissa: u64,
    pub(super) exponent: i64,
    /// Bits that count.
    pub(super) precision: u32,
}

/// The greatest power of five of 64 bits.
const FIVES: u64 = 27;

impl Float {
    /// One, with the 53 bits of a machine's float.
    pub(super) const ONE_OF_53_BITS: Self = Self { negative: false, mantissa: 1 << 63, exponent: -63, precision: 53 };
    /// Zero.
    pub(super) const ZERO: Self = Self { negative: false, mantissa: 0, exponent: 0, precision: 64 };
    const HALF: Self = Self { negative: false, mantissa: 1 << 63, exponent: -64, precision: 64 };

    /// The float of a number's text; none if it is too long or its exponent too far for OPA.
    pub(in crate::rego) fn parse(text: &str) -> Option<Self> {
        Self::of_parts(&Parts::of(text)?)
    }

    /// The float of a number. As Go does it, powers of five above 27 are themselves rounded, so the last bit is Go's too.
    pub(super) fn of_parts(parts: &Parts<'_>) -> Option<Self> {
        if parts.is_zero() {
            return Some(Self { negative: parts.negative, ..Self::ZERO });
        }
        let power = parts.exponent - parts.fraction.len() as i64;
        if parts.written() > MOST_DIGITS || power.unsigned_abs() > (MOST_EXPONENT as u64) / 2 + MOST_DIGITS as u64 {
            return None;
        }
        let mantissa = parts.mantissa();
        let (value, exponent, sticky) = match power.cmp(&0) {
            Ordering::Equal => (mantissa, 0, false),
            Ordering::Greater => {
                let (fives, exponent) = power_of_five(power.unsigned_abs());
                (mantissa * fives, exponent, false)
            }
            Ordering::Less => {
                let (fives, exponent) = power_of_five(power.unsigned_abs());
                let shift = (fives.bits() + 70).saturating_sub(mantissa.bits());
                let shifted = mantissa << shift;
                let quotient = &shifted / &fives;
                let sticky = &quotient * &fives != shifted;
                (quotient, -(shift as i64) - exponent, sticky)
            }
        };
        let float = Self::of_big(parts.negative, &value, exponent + power, sticky);
        let binary = float.exponent + 64;
        (!parts.has_exponent || binary.abs() <= MOST_EXPONENT).then_some(float)
    }

    fn of_big(negative: bool, value: &BigUint, exponent: i64, sticky: bool) -> Self {
        let surplus = value.bits().saturating_sub(128);
        let lost = surplus > 0 && value.trailing_zeros().is_some_and(|zeros| zeros < surplus);
        let top = u128::try_from(value >> surplus).unwrap_or(u128::MAX);
        Self::rounded(negative, top, exponent + surplus as i64, sticky || lost, 64)
    }

    /// Rounds. What `sticky` stands for lies below the lowest bit, and then there are more bits than `precision`.
    fn rounded(negative: bool, mantissa: u128, exponent: i64, sticky: bool, precision: u32) -> Self {
        if mantissa == 0 {
            return Self { negative, mantissa: 0, exponent: 0, precision };
        }
        let surplus = (128 - mantissa.leading_zeros()).saturating_sub(precision);
        let mut kept = mantissa;
        if surplus > 0 {
            kept = mantissa >> surplus;
            let rest = mantissa & ((1 << surplus) - 1);
            let half = 1 << (surplus - 1);
            if rest > half || rest == half && (sticky || kept & 1 == 1) {
                kept += 1;
            }
        }
        // 64 bits, the highest set; a carry into the 65th leaves zeros below it.
        let shift = kept.leading_zeros() as i64 - 64;
        let mantissa = if shift >= 0 { kept << shift } else { kept >> -shift } as u64;
        Self { negative, mantissa, exponent: exponent + i64::from(surplus) - shift, precision }
    }

    /// Whether it is 0.
    pub(super) fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Whether it has no fraction.
    pub(super) fn is_whole(self) -> bool {
        self.is_zero() || self.exponent >= 0 || self.exponent >= -i64::from(self.mantissa.trailing_zeros())
    }

    pub(super) fn negated(self) -> Self {
        Self { negative: !self.negative, ..self }
    }

    pub(super) fn absolute(self) -> Self {
        Self { negative: false, ..self }
    }

    /// The sum, with the precision of `self`.
    pub(super) fn plus(self, other: Self) -> Self {
        let precision = self.precision;
        if self.is_zero() || other.is_zero() {
            let sum = if self.is_zero() && other.is_zero() {
                Self { negative: self.negative && other.negative, ..self }
            } else if self.is_zero() {
                other
            } else {
                self
            };
            return Self::rounded(sum.negative, u128::from(sum.mantissa), sum.exponent, false, precision);
        }
        let (high, low) = if (self.exponent, self.mantissa) >= (other.exponent, other.mantissa) {
            (self, other)
        } else {
            (other, self)
        };
        let apart = high.exponent - low.exponent;
        let lift = apart.min(62);
        let drop = apart - lift;
        let top = u128::from(high.mantissa) << lift;
        let (bottom, sticky) =
            if drop < 64 { (low.mantissa >> drop, low.mantissa & ((1 << drop) - 1) != 0) } else { (0, true) };
        let mantissa = if high.negative == low.negative {
            top + u128::from(bottom)
        } else {
            top - u128::from(bottom) - u128::from(sticky)
        };
        let negative = high.negative && mantissa != 0;
        Self::rounded(negative, mantissa, high.exponent - lift, sticky, precision)
    }

    /// The product, with the precision of `self`.
    pub(in crate::rego) fn times(self, other: Self) -> Self {
        let mantissa = u128::from(self.mantissa) * u128::from(other.mantissa);
        Self::rounded(self.negative != other.negative, mantissa, self.exponent + other.exponent, false, self.precision)
    }

    /// The quotient; the divisor is not 0.
    pub(super) fn divided_by(self, other: Self) -> Self {
        let negative = self.negative != other.negative;
        let (dividend, divisor) = (u128::from(self.mantissa) << 64, u128::from(other.mantissa));
        let (quotient, rest) = (dividend / divisor, dividend % divisor);
        // Two bits more, so that what is left only has to be known not to be 0.
        let more = (rest << 2) / divisor;
        let sticky = (rest << 2) % divisor != 0;
        let exponent = self.exponent - other.exponent - 66;
        Self::rounded(negative, quotient << 2 | more, exponent, sticky, self.precision)
    }

    /// The whole number it is cut to.
    pub(in crate::rego) fn truncated(self) -> BigInt {
        let mantissa = BigUint::from(self.mantissa);
        let cut = self.exponent.unsigned_abs();
        let magnitude = if self.exponent >= 0 { mantissa << cut } else { mantissa >> cut };
        BigInt::from_biguint(if self.negative { Sign::Minus } else { Sign::Plus }, magnitude)
    }

    /// The nearest whole number; a half goes away from 0.
    pub(super) fn round(self) -> BigInt {
        let half = if self.negative { Self::HALF.negated() } else { Self::HALF };
        self.plus(half).truncated()
    }

    /// The next whole number above, as OPA has it: of a fraction between -1 and 0 it is 1.
    pub(super) fn ceil(self) -> BigInt {
        let cut = self.truncated();
        if self.is_whole() || cut.sign() == Sign::Minus { cut } else { cut + 1 }
    }

    /// The next whole number below, as OPA has it: of a fraction between -1 and 0 it is 0.
    pub(super) fn floor(self) -> BigInt {
        let cut = self.truncated();
        if self.is_whole() || cut.sign() != Sign::Minus { cut } else { cut - 1 }
    }

    /// The text OPA gives it: the fewest digits that read as the same float; with an exponent if it is no whole number and
    /// below 1e-4 or from 1e6 on.
    pub(super) fn text(self) -> String {
        let mut text = String::from(if self.negative { "-" } else { "" });
        let decimal = Decimal::shortest(self);
        if !self.is_whole() && !(-3..=6).contains(&decimal.point) {
            decimal.write_exponent(&mut text);
        } else {
            decimal.write_plain(&mut text);
        }
        text
    }
}

/// `5^power` as a number and an exponent of 2; above 5^27 rounded to 128 bits in Go's order of multiplications.
fn power_of_five(power: u64) -> (BigUint, i64) {
    if power <= FIVES {
        return (BigUint::from(5_u64.pow(power as u32)), 0);
    }
    let (mut value, mut exponent) = (BigUint::from(5_u64.pow(FIVES as u32)), 0);
    let (mut factor, mut factor_exponent) = (BigUint::from(5_u8), 0);
    let mut left = power - FIVES;
    while left > 0 {
        if left & 1 == 1 {
            (value, exponent) = cut(value * &factor, exponent + factor_exponent, 128);
        }
        (factor, factor_exponent) = cut(&factor * &factor, 2 * factor_exponent, 192);
        left >>= 1;
    }
    (value, exponent)
}

/// Rounds to some bits.
fn cut(value: BigUint, exponent: i64, bits: u64) -> (BigUint, i64) {
    let surplus = value.bits().saturating_sub(bits);
    if surplus == 0 {
        return (value, exponent);
    }
    let mut kept: BigUint = &value >> surplus;
    let is_half_or_more = value.bit(surplus - 1);
    let is_exact_half = value.trailing_zeros() == Some(surplus - 1);
    if is_half_or_more && (!is_exact_half || kept.bit(0)) {
        kept += 1_u8;
    }
    (kept, exponent + surplus as i64)
}
