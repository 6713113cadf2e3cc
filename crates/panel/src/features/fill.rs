//! The cells of a batch of customers as dense numbers per period.

use super::marks::{LANES, Lanes};
use super::measure::Measure;
use crate::panel::Cells;

/// Series beside the measures: events with an amount, and whether there was any event.
pub(super) const WITH_AMOUNT: usize = Measure::ALL.len();
pub(super) const ACTIVE: usize = WITH_AMOUNT + 1;
/// Series of the first kind; the others follow.
pub(super) const FIRST_KIND: usize = ACTIVE + 1;

/// Numbers of a batch: for each series the periods, last one first, for each period the customers of the batch.
pub(super) struct Batch {
    values: Vec<Lanes>,
    periods: usize,
}

impl Batch {
    pub(super) fn new(periods: usize, kinds: usize) -> Self {
        Self {
            values: vec![[0.0; LANES]; periods * (FIRST_KIND + kinds)],
            periods,
        }
    }

    /// The periods of a series, last one first.
    pub(super) fn series(&self, series: usize) -> &[Lanes] {
        &self.values[series * self.periods..(series + 1) * self.periods]
    }

    /// Forgets the last batch.
    pub(super) fn clear(&mut self) {
        self.values.fill([0.0; LANES]);
    }

    /// Adds the cells of one customer. `kind_series`: which series counts each kind, if any.
    pub(super) fn add(
        &mut self,
        lane: usize,
        cells: &Cells,
        rows: std::ops::Range<usize>,
        kind_series: &[Option<usize>],
    ) {
        for row in rows {
            let period = self.periods - 1 - usize::from(cells.period[row]);
            let (values, periods) = (&mut self.values, self.periods);
            let at = |series: usize| series * periods + period;
            let count = f64::from(cells.count[row]);
            values[at(Measure::Events as usize)][lane] += count;
            if cells.with_amount[row] > 0 {
                let largest = cells.amount_max_minor[row] as f64;
                let first = values[at(WITH_AMOUNT)][lane] == 0.0;
                let before = &mut values[at(Measure::LargestAmount as usize)][lane];
                if first || largest > *before {
                    *before = largest;
                }
                values[at(WITH_AMOUNT)][lane] += f64::from(cells.with_amount[row]);
                values[at(Measure::Amount as usize)][lane] += cells.amount_sum_minor[row] as f64;
                values[at(Measure::Refund as usize)][lane] += cells.refund_minor[row] as f64;
            }
            values[at(Measure::Quantity as usize)][lane] += cells.quantity_sum[row];
            values[at(Measure::Products as usize)][lane] += f64::from(cells.products[row]);
            values[at(Measure::Kinds as usize)][lane] += 1.0;
            values[at(ACTIVE)][lane] = 1.0;
            if let Some(series) = kind_series[usize::from(cells.kind[row])] {
                values[at(series)][lane] = count;
            }
        }
    }
}
