//! Decimal digits of floats, and the fewest that tell a float from its neighbours.

use num_bigint::BigUint;

use super::Float;

/// `0.digits × 10^point`; no trailing zeros.
#[derive(Debug)]
pub(super) struct Decimal {
    digits: Vec<u8>,
    pub(super) point: i64,
}

impl Decimal {
    /// `mantissa × 2^exponent`, exactly.
    fn exact(mantissa: BigUint, exponent: i64) -> Self {
        let power = exponent.unsigned_abs();
        let (value, shift) = if exponent >= 0 {
            (mantissa << power, 0)
        } else {
            // Trailing zero bits need no power of five.
            let spare = mantissa.trailing_zeros().unwrap_or_default().min(power);
            let power = power - spare;
            ((mantissa >> spare) * BigUint::from(5_u8).pow(power as u32), power as i64)
        };
        let mut digits = if value == BigUint::ZERO { Vec::new() } else { value.to_radix_be(10) };
        let point = digits.len() as i64 - shift;
        digits.truncate(digits.iter().rposition(|&digit| digit != 0).map_or(0, |last| last + 1));
        Self { digits, point }
    }

    /// The fewest digits between a float's neighbours, found as Go finds them: the way to either neighbour is taken to be
    /// the same, and digits are compared by index.
    pub(super) fn shortest(float: Float) -> Self {
        let mut decimal = Self::exact(BigUint::from(float.mantissa), float.exponent);
        if float.is_zero() {
            return Self { digits: Vec::new(), point: 0 };
        }
        // One bit more than the precision: the lowest is half the way to a neighbour.
        let surplus = 63 - i64::from(float.precision);
        let doubled =
            if surplus >= 0 { u128::from(float.mantissa) >> surplus } else { u128::from(float.mantissa) << -surplus };
        let exponent = float.exponent + surplus;
        let lower = Self::exact(BigUint::from(doubled - 1), exponent);
        let upper = Self::exact(BigUint::from(doubled + 1), exponent);
        let inclusive = doubled & 2 == 0;
        for index in 0..decimal.digits.len() {
            let digit = decimal.digits[index];
            let (low, high) = (lower.at(index), upper.at(index));
            let may_drop = low != digit || inclusive && index + 1 == lower.digits.len();
            let may_rise = digit != high && (inclusive || digit + 1 < high || index + 1 < upper.digits.len());
            match (may_drop, may_rise) {
                (true, true) => decimal.round(index + 1),
                (true, false) => decimal.round_down(index + 1),
                (false, true) => decimal.round_up(index + 1),
                (false, false) => continue,
            }
            break;
        }
        decimal
    }

    fn at(&self, index: usize) -> u8 {
        self.digits.get(index).copied().unwrap_or(0)
    }

    fn round(&mut self, len: usize) {
        let Some(&next) = self.digits.get(len) else { return };
        let is_half = next == 5 && len + 1 == self.digits.len();
        if if is_half { len > 0 && self.digits[len - 1] & 1 == 1 } else { next >= 5 } {
            self.round_up(len);
        } else {
            self.round_down(len);
        }
    }

    fn round_up(&mut self, len: usize) {
        if len >= self.digits.len() {
            return;
        }
        self.digits.truncate(len);
        while self.digits.last() == Some(&9) {
            self.digits.pop();
        }
        match self.digits.last_mut() {
            Some(last) => *last += 1,
            None => {
                self.digits.push(1);
                self.point += 1;
            }
        }
    }

    fn round_down(&mut self, len: usize) {
        if len >= self.digits.len() {
            return;
        }
        self.digits.truncate(len);
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
        }
    }

    fn push(&self, out: &mut String, range: std::ops::Range<i64>) {
        out.extend(range.map(|index| match usize::try_from(index) {
            Ok(index) => (b'0' + self.at(index)) as char,
            Err(_) => '0',
        }));
    }

    /// `123.45`
    pub(super) fn write_plain(&self, out: &mut String) {
        if self.point > 0 {
            self.push(out, 0..self.point);
        } else {
            out.push('0');
        }
        if self.digits.len() as i64 > self.point {
            out.push('.');
            self.push(out, self.point..self.digits.len() as i64);
        }
    }

    /// `1.2345e+02`
    pub(super) fn write_exponent(&self, out: &mut String) {
        self.push(out, 0..1);
        if self.digits.len() > 1 {
            out.push('.');
            self.push(out, 1..self.digits.len() as i64);
        }
        let exponent = self.point - 1;
        out.push_str(&format!("e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.unsigned_abs()));
    }
}
