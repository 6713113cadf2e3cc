//! Which customers a reader may see.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int32Type, Int64Type};

use crate::error::{Doing, EngineError};

use super::schema::{CUSTOMER_KEY, ROW_NO};
use super::view::LakeView;

/// Columns of customers that rows can be granted by.
pub const ROW_DIMENSIONS: [&str; 3] = ["region", "channel", "owner"];

/// The values that a customer must have to be seen: one of those named, in every dimension named. What is not granted is denied: an unknown value, a
/// dimension that is none of [`ROW_DIMENSIONS`], a dimension without values.
///
/// The customer's present value counts, for the whole of the customer's history and as of whatever day: page, export and SQL show the same customers, and
/// whoever hands a customer over hands over the past with them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Restriction {
    allowed: BTreeMap<String, BTreeSet<String>>,
}

impl Restriction {
    /// Out of dimensions and the values granted in them; `None` when nothing is said: such a reader sees everybody. What is said twice of a dimension must
    /// hold twice.
    pub fn new<D, V>(rules: impl IntoIterator<Item = (D, V)>) -> Option<Self>
    where
        D: Into<String>,
        V: IntoIterator<Item: Into<String>>,
    {
        let mut allowed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (dimension, values) in rules {
            let values: BTreeSet<String> = values.into_iter().map(Into::into).collect();
            allowed
                .entry(dimension.into())
                .and_modify(|known| known.retain(|value| values.contains(value)))
                .or_insert(values);
        }
        (!allowed.is_empty()).then_some(Self { allowed })
    }

    fn grants_nobody(&self) -> bool {
        let known = |dimension: &String| ROW_DIMENSIONS.contains(&dimension.as_str());
        self.allowed
            .iter()
            .any(|(dimension, values)| values.is_empty() || !known(dimension))
    }

    /// Which rows of customers (their dimensions from the third column on) have the values.
    fn passes(&self, batch: &RecordBatch) -> Result<Vec<bool>, EngineError> {
        let mut passes = vec![true; batch.num_rows()];
        for (index, (dimension, values)) in self.allowed.iter().enumerate() {
            let texts =
                cast(batch.column(2 + index), &DataType::Utf8).doing(|| format!("reading dimension {dimension}"))?;
            for (pass, text) in passes.iter_mut().zip(texts.as_string::<i32>()) {
                *pass = *pass && text.is_some_and(|text| values.contains(text));
            }
        }
        Ok(passes)
    }
}

/// Some customers, as bits: those that a reader may see, or those that a question is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permitted {
    bits: Vec<u64>,
    count: usize,
}

impl Permitted {
    /// Those of `customers` (keys are below) of whom `holds` says so.
    pub fn of(customers: u32, holds: impl Fn(u32) -> bool) -> Self {
        let mut found = Self {
            bits: vec![0; (customers as usize).div_ceil(64)],
            count: 0,
        };
        for key in (0..customers).filter(|&key| holds(key)) {
            found.bits[key as usize / 64] |= 1 << (key % 64);
            found.count += 1;
        }
        found
    }

    /// Those that are among `others` too.
    pub fn within(&self, others: &Self) -> Self {
        let bits: Vec<u64> = self
            .bits
            .iter()
            .zip(&others.bits)
            .map(|(own, other)| own & other)
            .collect();
        let count = bits.iter().map(|bits| bits.count_ones() as usize).sum();
        Self { bits, count }
    }

    /// Those whose present row has the values; `view` is the whole commit in its latest form.
    pub(super) fn find(view: &LakeView, restriction: &Restriction) -> Result<Self, EngineError> {
        let customers = view.head().customers as usize;
        let mut found = Self {
            bits: vec![0; customers.div_ceil(64)],
            count: 0,
        };
        if restriction.grants_nobody() {
            return Ok(found);
        }
        let mut columns = vec![CUSTOMER_KEY, ROW_NO];
        columns.extend(restriction.allowed.keys().map(String::as_str));
        // Of two rows that hold, the one that was written last counts.
        let mut last = vec![i64::MIN; customers];
        for batch in view.read("customers", &columns)? {
            let passes = restriction.passes(&batch)?;
            let keys = batch.column(0).as_primitive::<Int32Type>();
            let numbers = batch.column(1).as_primitive::<Int64Type>();
            for row in (0..batch.num_rows()).filter(|&row| keys.is_valid(row)) {
                let key = keys.value(row) as usize;
                if last.get(key).is_some_and(|&last| last <= numbers.value(row)) {
                    last[key] = numbers.value(row);
                    let bit = 1 << (key % 64);
                    if passes[row] {
                        found.bits[key / 64] |= bit;
                    } else {
                        found.bits[key / 64] &= !bit;
                    }
                }
            }
        }
        found.count = found.bits.iter().map(|bits| bits.count_ones() as usize).sum();
        Ok(found)
    }

    /// Whether a customer may be seen.
    #[inline]
    pub fn holds(&self, customer: u32) -> bool {
        self.bits
            .get(customer as usize / 64)
            .is_some_and(|bits| bits & (1 << (customer % 64)) != 0)
    }

    /// How many may be seen.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether none may.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_twice_must_hold_twice_and_nothing_said_is_no_restriction() {
        let rule = |values: &[&str]| {
            (
                "region".to_owned(),
                values.iter().map(ToString::to_string).collect::<Vec<String>>(),
            )
        };
        let twice = Restriction::new([rule(&["north", "south"]), rule(&["south", "west"])]).unwrap();
        assert_eq!(Some(&twice), Restriction::new([rule(&["south"])]).as_ref());
        assert_eq!(Restriction::new(Vec::<(String, Vec<String>)>::new()), None);
        assert!(Restriction::new([rule(&[])]).unwrap().grants_nobody());
        assert!(Restriction::new([("segment", vec!["gold"])]).unwrap().grants_nobody());
        assert!(!twice.grants_nobody());
    }

    #[test]
    fn within_others_are_those_in_both() {
        let (even, small) = (
            Permitted::of(200, |key| key % 2 == 0),
            Permitted::of(130, |key| key < 70),
        );
        assert_eq!((even.len(), small.len()), (100, 70));
        for both in [even.within(&small), small.within(&even)] {
            assert_eq!(both.len(), 35);
            assert!((0..300).all(|key| both.holds(key) == (key < 70 && key % 2 == 0)));
        }
    }
}
