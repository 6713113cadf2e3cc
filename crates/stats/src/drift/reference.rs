//! A column as it was: cells that are frozen, and counts of a sample in them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::StatsError;
use crate::quantile;
use crate::transform::Bins;

/// Code of a missing category, as in the frames of `holdfast-learn`.
pub const MISSING_LEVEL: u32 = u32::MAX;

/// Intervals of a number that are counted: fine enough that the binned distribution function is within 1/128 of the
/// whole one, small enough to be kept for every column and period.
const GRID: usize = 128;

/// Levels of a category that are counted by name, the most frequent first; the others are one.
const NAMED_LEVELS: usize = 500;

/// A column's frozen cells and the counts of the sample that they were made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// The cells.
    pub layout: Layout,
    /// Counts of the reference sample.
    pub tally: Tally,
}

/// Where a value is counted. Cell 0 is "missing" everywhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Layout {
    /// A number: cell 1 lies below everything the reference saw, the last above, in between at most 128 intervals with
    /// about equally many values; equal values are never split.
    Number {
        /// The cuts; cell of a value as in [`Bins::bin`].
        grid: Bins,
    },
    /// A category: cells 1… are `levels`, then one of the rarer levels together, then one of levels never seen.
    Category {
        /// Levels counted by name, sorted.
        levels: Vec<String>,
        /// Whether some levels of the reference are not named: an unknown level is then counted among the rarer ones.
        merged: bool,
    },
}

/// Counts of a sample in the cells of a reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Rows in each cell.
    pub counts: Vec<u64>,
    /// Customers that the rows belong to: rows of one customer say the same thing again, so that this, not the rows, is
    /// the size of the sample in every test.
    pub customers: u64,
}

impl Tally {
    /// Rows.
    pub fn rows(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Independent rows for a test: the smaller of rows and customers.
    pub(crate) fn effective(&self) -> f64 {
        self.rows().min(self.customers) as f64
    }
}

impl Reference {
    /// Freezes a number, NaN is missing, an infinity lies beyond every finite value. `customers` of them are distinct
    /// (at least 1; the number of rows where every row is a customer of its own).
    ///
    /// Errors: no rows, no customers.
    pub fn number(values: &[f64], customers: u64) -> Result<Self, StatsError> {
        sample(values.len(), customers)?;
        let finite: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
        let mut cuts = Vec::new();
        if let Some(lowest) = finite.iter().copied().reduce(f64::min) {
            let highest = finite.iter().copied().fold(lowest, f64::max);
            // Adding zero turns −0 into 0. Below the lowest of all numbers there is no finite cut.
            cuts.push((lowest + 0.0).next_down().max(f64::MIN));
            cuts.extend(quantile::cut_points(&finite, GRID));
            cuts.push(highest + 0.0);
        }
        let layout = Layout::Number { grid: Bins { cuts } };
        let tally = tally_number(&layout, values, customers)?;
        Ok(Self { layout, tally })
    }

    /// Freezes a category given by codes into `levels`; [`MISSING_LEVEL`] is missing, any other code beyond them a level
    /// without a name.
    ///
    /// Errors: no rows, no customers.
    pub fn category(codes: &[u32], levels: &[String], customers: u64) -> Result<Self, StatsError> {
        sample(codes.len(), customers)?;
        let mut counts = vec![0_u64; levels.len()];
        let mut nameless = false;
        for &code in codes {
            match counts.get_mut(code as usize) {
                Some(count) => *count += 1,
                None => nameless |= code != MISSING_LEVEL,
            }
        }
        let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
        for (level, &count) in levels.iter().zip(&counts).filter(|&(_, &count)| count > 0) {
            *seen.entry(level).or_default() += count;
        }
        let mut frequent: Vec<(&str, u64)> = seen.into_iter().collect();
        let merged = nameless || frequent.len() > NAMED_LEVELS;
        frequent.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        frequent.truncate(NAMED_LEVELS);
        let mut named: Vec<String> = frequent.into_iter().map(|(level, _)| level.to_owned()).collect();
        named.sort_unstable();
        let layout = Layout::Category { levels: named, merged };
        let tally = tally_category(&layout, codes, levels, customers)?;
        Ok(Self { layout, tally })
    }

    /// Counts another sample of the same number in these cells.
    ///
    /// Errors: no rows, no customers, a reference of a category.
    pub fn tally_number(&self, values: &[f64], customers: u64) -> Result<Tally, StatsError> {
        tally_number(&self.layout, values, customers)
    }

    /// Counts another sample of the same category in these cells; levels are matched by name, so that codes may differ.
    ///
    /// Errors: no rows, no customers, a reference of a number.
    pub fn tally_category(&self, codes: &[u32], levels: &[String], customers: u64) -> Result<Tally, StatsError> {
        tally_category(&self.layout, codes, levels, customers)
    }
}

fn sample(rows: usize, customers: u64) -> Result<(), StatsError> {
    if rows == 0 {
        return Err(StatsError::Empty);
    }
    if customers == 0 {
        return Err(StatsError::TooFew {
            name: "customers",
            needed: 1,
            found: 0,
        });
    }
    Ok(())
}

fn tally_number(layout: &Layout, values: &[f64], customers: u64) -> Result<Tally, StatsError> {
    sample(values.len(), customers)?;
    let Layout::Number { grid } = layout else {
        return Err(wrong_kind("a number is compared with the reference of a category"));
    };
    let mut counts = vec![0; grid.count()];
    for &value in values {
        counts[grid.bin(value)] += 1;
    }
    Ok(Tally { counts, customers })
}

fn tally_category(layout: &Layout, codes: &[u32], names: &[String], customers: u64) -> Result<Tally, StatsError> {
    sample(codes.len(), customers)?;
    let Layout::Category { levels, merged } = layout else {
        return Err(wrong_kind("a category is compared with the reference of a number"));
    };
    let unknown = if *merged { levels.len() + 1 } else { levels.len() + 2 };
    let cells: Vec<usize> = names
        .iter()
        .map(|name| levels.binary_search(name).map_or(unknown, |place| place + 1))
        .collect();
    let mut counts = vec![0; levels.len() + 3];
    for &code in codes {
        let cell = match cells.get(code as usize) {
            Some(&cell) => cell,
            None if code == MISSING_LEVEL => 0,
            None => unknown,
        };
        counts[cell] += 1;
    }
    Ok(Tally { counts, customers })
}

fn wrong_kind(reason: &str) -> StatsError {
    StatsError::WrongSetting {
        model: "drift of a column",
        reason: reason.to_owned(),
        instead: "a reference of the same kind, made anew",
    }
}
