//! Whether a column's texts are numbers. The rules are decided on counts over all values, so that a column can be
//! judged value by value while it is read, or level by level afterwards, with the same outcome.

use super::missing::is_missing_among_typed;
use super::parse_number::{Form, parse_number};

/// A column is typed when at most one value in this many does not fit.
pub(crate) const ODD_ONE_IN: u64 = 50;
/// A text with this many digits and a letter among whole numbers is a code such as C489449, not a slip of the pen.
const CODE_DIGITS: usize = 4;

/// What one value is in a column of numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Reading {
    /// A number.
    Value(f64),
    /// No value.
    Missing,
    /// Does not fit.
    Odd,
}

/// Counts that decide about a column.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NumberTally {
    numeric: u64,
    plain: u64,
    decorated: u64,
    leading_zero: u64,
    long: u64,
    phone: u64,
    percent: u64,
    /// Neither zero nor written with a percent sign.
    bare: u64,
    misfit: u64,
    codes: u64,
}

impl NumberTally {
    /// Counts a trimmed, non-missing value that occurs `count` times.
    pub(crate) fn add(&mut self, trimmed: &[u8], count: u64) -> (Reading, Form) {
        let Some(parsed) = parse_number(trimmed) else {
            if is_missing_among_typed(trimmed) {
                return (Reading::Missing, Form::default());
            }
            self.misfit += count;
            if is_code(trimmed) {
                self.codes += count;
            }
            return (Reading::Odd, Form::default());
        };
        let form = parsed.form;
        self.numeric += count;
        if form == Form::PLAIN {
            self.plain += count;
        } else if form == Form::DECORATED {
            self.decorated += count;
        } else {
            for (flag, counter) in [
                (Form::PLAIN, &mut self.plain),
                (Form::DECORATED, &mut self.decorated),
                (Form::LEADING_ZERO, &mut self.leading_zero),
                (Form::LONG, &mut self.long),
                (Form::PHONE, &mut self.phone),
                (Form::PERCENT, &mut self.percent),
            ] {
                if form.has(flag) {
                    *counter += count;
                }
            }
        }
        if !form.has(Form::PERCENT) && parsed.value != 0.0 {
            self.bare += count;
        }
        let reading = if form.has(Form::INFINITE) {
            Reading::Odd
        } else {
            Reading::Value(parsed.value)
        };
        (reading, form)
    }

    /// Whether the column's values are percentages; bare numbers among them are odd, and the other way round.
    pub(crate) fn is_percent(&self) -> bool {
        self.percent > self.bare
    }

    /// Whether percentages and bare numbers are mixed.
    pub(crate) fn is_mixed(&self) -> bool {
        self.percent > 0 && self.bare > 0
    }

    /// Whether a code such as C489449 stood among whole numbers.
    pub(crate) fn is_code_column(&self) -> bool {
        self.codes > 0 && self.plain == self.numeric
    }

    /// Whether so many values do not fit that the rest, out of `total` non-missing ones, cannot make up for it.
    pub(crate) fn is_hopeless(&self, total: u64) -> bool {
        self.misfit * ODD_ONE_IN > total
    }

    /// Whether the column is one of numbers. `strict`: every value must fit.
    pub(crate) fn is_number(&self, strict: bool) -> bool {
        let odd = self.misfit + self.percent.min(self.bare);
        let fits = self.numeric > 0
            && if strict {
                odd == 0
            } else {
                odd * ODD_ONE_IN <= self.numeric + self.misfit
            };
        fits && !self.is_identifier()
    }

    /// Whether the digits are names, not amounts: leading zeros, more digits than an f64 holds, phone numbers, codes.
    fn is_identifier(&self) -> bool {
        let many = |count: u64| count * ODD_ONE_IN >= self.numeric;
        let all_plain = self.plain == self.numeric;
        (self.long > 0 && (self.decorated == 0 || many(self.long)))
            || (self.leading_zero > 0 && (all_plain || many(self.leading_zero)))
            || (all_plain && self.phone * 10 >= self.numeric * 9)
            || self.is_code_column()
    }
}

fn is_code(trimmed: &[u8]) -> bool {
    let digits = trimmed.iter().filter(|byte| byte.is_ascii_digit()).count();
    digits >= CODE_DIGITS
        && trimmed.iter().any(u8::is_ascii_alphabetic)
        && trimmed
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_number(values: &[(&str, u64)]) -> bool {
        let mut tally = NumberTally::default();
        for (value, count) in values {
            tally.add(value.as_bytes(), *count);
        }
        tally.is_number(false)
    }

    #[test]
    fn two_in_a_hundred_may_be_odd_and_no_more() {
        assert!(is_number(&[("1", 98), ("abc", 2)]));
        assert!(!is_number(&[("1", 97), ("abc", 3)]));
        assert!(is_number(&[("1", 3), ("无", 90), ("None", 5)]));
        assert!(is_number(&[("1", 3), ("inf", 1)]));
        assert!(!is_number(&[("无", 90)]));
    }

    #[test]
    fn identifiers_are_no_numbers() {
        assert!(!is_number(&[("123", 99), ("007", 1)]));
        assert!(is_number(&[("12.5", 99), ("007", 1)]));
        assert!(!is_number(&[("13812345678", 9), ("1", 1)]));
        assert!(is_number(&[("13812345678", 1), ("1", 9)]));
        assert!(!is_number(&[("1234567890123456", 1), ("5", 1000)]));
        assert!(!is_number(&[("-1234567890123456", 1), ("5", 1000)]));
        assert!(is_number(&[("0.1234567890123456789", 1), ("5", 1000)]));
        assert!(!is_number(&[("489434", 9900), ("C489449", 100)]));
        assert!(is_number(&[("25", 9900), ("25a", 100)]));
    }

    #[test]
    fn percentages_and_bare_numbers_do_not_mix() {
        assert!(is_number(&[("12%", 5), ("0", 5)]));
        assert!(!is_number(&[("12%", 5), ("3", 5)]));
        assert!(is_number(&[("12%", 98), ("3", 2)]));
    }
}
