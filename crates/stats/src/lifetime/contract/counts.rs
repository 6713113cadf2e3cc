//! Contracts counted by period: all that the models need to know.

use crate::check;
use crate::error::StatsError;
use crate::lifetime::setting::{Family, MOST_PERIODS, whole};

/// Customers who began together.
#[derive(Clone, Copy, Debug)]
pub struct Cohort<'a> {
    /// Customers lost in period 1, 2, … (weights, not negative).
    pub lost: &'a [f64],
    /// Customers still there after the last of these periods.
    pub remaining: f64,
}

/// One row a customer, or a group of `weight` customers.
#[derive(Clone, Copy, Debug)]
pub struct Contracts<'a> {
    /// Whole periods, at most 10,000: of a lost customer the period in which they left, from 1 on; of one still there the
    /// periods survived, from 0 on.
    pub periods: &'a [f64],
    /// Lost, by row; the others are still there.
    pub lost: &'a [bool],
    /// Whole periods already survived when the row came under observation; `None`: observed from the beginning.
    pub entry: Option<&'a [f64]>,
    /// Customers a row stands for, above zero; `None`: one.
    pub weight: Option<&'a [f64]>,
}

/// Customers by period; index 0 is the first period.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    /// Customers under contract at the beginning of the period whose renewal or loss at its end was observed.
    pub at_risk: Vec<f64>,
    /// Of these, lost.
    pub lost: Vec<f64>,
    /// Customers in all: with late entry more than were at risk in any one period.
    pub customers: f64,
}

impl Counts {
    /// Adds up cohorts of any age.
    ///
    /// Errors: no cohorts, a count that is negative or not finite (its index counts through all cohorts' cells, lost
    /// before remaining), more than 10,000 periods, [`StatsError::Overflow`].
    pub fn from_cohorts(cohorts: &[Cohort<'_>]) -> Result<Self, StatsError> {
        let mut tally = Tally::default();
        let mut index = 0;
        for cohort in cohorts {
            check_periods(cohort.lost.len())?;
            for (cell, &count) in cohort.lost.iter().chain([&cohort.remaining]).enumerate() {
                if !(0.0..=f64::MAX).contains(&count) {
                    return Err(StatsError::BadValue {
                        name: "count",
                        index,
                        value: count,
                        expected: "0 or more and finite",
                    });
                }
                // The last cell holds those who outlived the others.
                let lost = cell < cohort.lost.len();
                tally.add(0, if lost { cell + 1 } else { cell }, lost, count);
                index += 1;
            }
        }
        tally.counts()
    }

    /// Counts rows: one pass.
    ///
    /// Errors: no rows, columns that differ in length, periods that are not whole ([`StatsError::WrongSetting`]) or not
    /// within 0–10,000, a loss in period 0, entry at or after the end, a weight that is not above zero.
    pub fn from_contracts(rows: &Contracts<'_>) -> Result<Self, StatsError> {
        check::same_length(rows.periods.len(), rows.lost.len())?;
        for column in [rows.entry, rows.weight].into_iter().flatten() {
            check::same_length(rows.periods.len(), column.len())?;
        }
        let mut tally = Tally::default();
        for (index, (&exit, &lost)) in rows.periods.iter().zip(rows.lost).enumerate() {
            let periods = whole(Family::ShiftedBetaGeometric, "periods", index, exit)?;
            let entry = rows.entry.and_then(|column| column.get(index)).copied().unwrap_or(0.0);
            let from = whole(Family::ShiftedBetaGeometric, "entry", index, entry)?;
            if lost && periods == 0 {
                return Err(StatsError::BadValue {
                    name: "periods",
                    index,
                    value: exit,
                    expected: "at least 1 for a customer who left",
                });
            }
            if from > periods || (from == periods && (lost || from > 0)) {
                return Err(StatsError::EntryNotBeforeExit { index, entry, exit });
            }
            let weight = rows.weight.and_then(|column| column.get(index)).copied().unwrap_or(1.0);
            if !(weight > 0.0 && weight.is_finite()) {
                return Err(StatsError::NonPositiveWeight { index, value: weight });
            }
            tally.add(from as usize, periods as usize, lost, weight);
        }
        if rows.periods.is_empty() {
            return Err(StatsError::Empty);
        }
        tally.counts()
    }

    /// Checks counts that were made by hand: as many lost as at risk or fewer, at most 10,000 periods.
    pub(crate) fn check(&self) -> Result<(), StatsError> {
        check::same_length(self.at_risk.len(), self.lost.len())?;
        check_periods(self.lost.len())?;
        for (index, (&at_risk, &lost)) in self.at_risk.iter().zip(&self.lost).enumerate() {
            if !(0.0..=f64::MAX).contains(&at_risk) || !(0.0..=at_risk).contains(&lost) {
                return Err(StatsError::Contradiction {
                    name: "lost",
                    value: lost,
                    other_name: "at risk",
                    other: at_risk,
                    index,
                    expected: "0 ≤ lost ≤ at risk, finite",
                });
            }
        }
        Ok(())
    }
}

/// Where customers enter, and leave or are last seen, by whole periods survived.
#[derive(Default)]
struct Tally {
    customers: f64,
    entered: Vec<f64>,
    lost: Vec<f64>,
    kept: Vec<f64>,
}

impl Tally {
    /// `count` customers from `from` survived periods until `periods`, the last one lost or survived.
    fn add(&mut self, from: usize, periods: usize, lost: bool, count: f64) {
        self.customers += count;
        let needed = periods.max(from) + 1;
        if self.lost.len() < needed {
            for column in [&mut self.entered, &mut self.lost, &mut self.kept] {
                column.resize(needed, 0.0);
            }
        }
        let column = if lost { &mut self.lost } else { &mut self.kept };
        for (column, at) in [(&mut self.entered, from), (column, periods)] {
            if let Some(cell) = column.get_mut(at) {
                *cell += count;
            }
        }
    }

    /// At risk in period t: entered before t, and neither lost nor last seen before t. Counted from the last period back, so
    /// that a small group at the end keeps its digits beside a large one at the beginning.
    fn counts(self) -> Result<Counts, StatsError> {
        let periods = self.lost.len().saturating_sub(1);
        if self.lost.is_empty() {
            return Err(StatsError::Empty);
        }
        let mut at_risk = vec![0.0; periods];
        let (mut ends, mut enters_later) = (0.0, 0.0);
        let later = self.lost.iter().zip(&self.kept).zip(&self.entered).skip(1).rev();
        for (cell, ((lost, kept), entered)) in at_risk.iter_mut().rev().zip(later) {
            ends += lost + kept;
            enters_later += entered;
            *cell = ends - enters_later;
        }
        let lost: Vec<f64> = self.lost.into_iter().skip(1).collect();
        check::no_overflow("the number of customers", self.customers)?;
        // Rounding of the difference must not leave fewer at risk than lost.
        for (at_risk, lost) in at_risk.iter_mut().zip(&lost) {
            *at_risk = at_risk.max(*lost);
        }
        Ok(Counts {
            at_risk,
            lost,
            customers: self.customers,
        })
    }
}

fn check_periods(periods: usize) -> Result<(), StatsError> {
    if periods > MOST_PERIODS as usize {
        return Err(StatsError::OutOfRange {
            name: "periods",
            value: periods as f64,
            expected: "at most 10,000",
        });
    }
    Ok(())
}
