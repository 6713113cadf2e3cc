//! The panel by period, as it is stored.

use rayon::prelude::*;

use super::assemble::assemble;
use super::cells::Cells;
use super::error::PanelError;
use super::model::Panel;
use crate::periods::Periods;

/// All cells of one period, sorted by customer, then kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PeriodCells {
    /// Index of the period in the panel's periods.
    pub period: u16,
    /// Customer of each cell.
    pub customer: Vec<u32>,
    /// The cells; their `period` is the one above.
    pub cells: Cells,
}

impl Panel {
    /// The cells of one period, sorted by customer, then kind; none for an index beyond the periods.
    pub fn cells_of_period(&self, period: u16) -> PeriodCells {
        let parts: Vec<PeriodCells> = self
            .blocks
            .par_iter()
            .map(|block| {
                let mut part = PeriodCells::default();
                for local in 0..block.customers() {
                    let rows = block.rows_of_period(local, period);
                    let customer = block.first_customer + local as u32;
                    part.customer.extend(std::iter::repeat_n(customer, rows.len()));
                    part.cells.append_rows(&block.cells, rows);
                }
                part
            })
            .collect();
        let total = parts.iter().map(|part| part.customer.len()).sum();
        let mut out = PeriodCells {
            period,
            customer: Vec::with_capacity(total),
            cells: Cells::with_capacity(total),
        };
        for part in parts {
            out.customer.extend_from_slice(&part.customer);
            out.cells.append_rows(&part.cells, 0..part.cells.len());
        }
        out
    }

    /// The panel of stored partitions, the reverse of [`Panel::cells_of_period`]. Partitions are sorted by period; periods without
    /// a cell may be missing.
    ///
    /// # Errors
    /// [`PanelError`] where partitions or cells are out of order, have columns of different lengths, or name what is not there.
    pub fn from_cells(
        periods: Periods,
        kinds: Vec<String>,
        customers: u32,
        partitions: &[PeriodCells],
    ) -> Result<Self, PanelError> {
        for (at, part) in partitions.iter().enumerate() {
            let in_place = at == 0 || partitions[at - 1].period < part.period;
            if !in_place || usize::from(part.period) >= periods.len() {
                return Err(PanelError::Period(part.period));
            }
        }
        partitions
            .par_iter()
            .try_for_each(|part| check(part, kinds.len(), customers))?;
        Ok(assemble(periods, kinds, customers, |bounds| {
            let mut next: Vec<usize> = partitions
                .iter()
                .map(|part| part.customer.partition_point(|&customer| customer < bounds.start))
                .collect();
            move |customer, runs: &mut Vec<_>| {
                for (part, next) in partitions.iter().zip(&mut next) {
                    let start = *next;
                    while part.customer.get(*next) == Some(&customer) {
                        *next += 1;
                    }
                    if *next > start {
                        runs.push((&part.cells, start..*next));
                    }
                }
            }
        }))
    }
}

/// A partition is sorted and names what is there.
fn check(part: &PeriodCells, kinds: usize, customers: u32) -> Result<(), PanelError> {
    let period = part.period;
    if !part.cells.is_even() || part.customer.len() != part.cells.len() {
        return Err(PanelError::Ragged(period));
    }
    let mut before = None;
    for (cell, (&customer, &kind)) in part.customer.iter().zip(&part.cells.kind).enumerate() {
        if customer >= customers || usize::from(kind) >= kinds {
            return Err(PanelError::Unknown {
                period,
                cell,
                customer,
                kind,
            });
        }
        if before >= Some((customer, kind)) {
            return Err(PanelError::Unsorted { period, cell });
        }
        if part.cells.period[cell] != period {
            return Err(PanelError::Period(part.cells.period[cell]));
        }
        before = Some((customer, kind));
    }
    Ok(())
}
