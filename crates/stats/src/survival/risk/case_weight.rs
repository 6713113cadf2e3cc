//! What a row counts: one, or its weight.

use super::sum::Sum;

/// The weight of a row inside a sorted table; `()` takes no memory where every row counts one.
pub(in crate::survival) trait CaseWeight: Copy + Ord + Send + Sync {
    /// The weight of one row.
    fn of(weights: Option<&[f64]>, row: usize) -> Self;
    /// As a number.
    fn value(self) -> f64;
    /// The sum over rows.
    fn total<T>(rows: &[T], weight: impl Fn(&T) -> Self) -> Sum {
        let mut sum = Sum::default();
        for row in rows {
            sum.add(weight(row).value());
        }
        sum
    }
}

impl CaseWeight for () {
    fn of(_: Option<&[f64]>, _: usize) -> Self {}

    fn value(self) -> f64 {
        1.0
    }

    fn total<T>(rows: &[T], _: impl Fn(&T) -> Self) -> Sum {
        let mut sum = Sum::default();
        sum.add(rows.len() as f64);
        sum
    }
}

/// A weight above zero by its bits, whose order is the order of the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::survival) struct Bits(u64);

impl CaseWeight for Bits {
    fn of(weights: Option<&[f64]>, row: usize) -> Self {
        Self(weights.map_or(1.0, |weights| weights[row]).to_bits())
    }

    fn value(self) -> f64 {
        f64::from_bits(self.0)
    }
}
