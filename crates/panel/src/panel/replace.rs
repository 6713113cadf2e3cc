//! Periods that a new batch touched, rebuilt and put in the place of the old ones.

use super::assemble::assemble;
use super::cells::Cells;
use super::error::PanelError;
use super::model::{BLOCK_CUSTOMERS, BLOCK_SHIFT, Panel};

impl Panel {
    /// This panel with the cells of `touched` periods (indices into the fresh panel's periods, in any order) taken from a fresh panel:
    /// one built from all events of these periods, old and new. What else the fresh panel holds is not looked at.
    ///
    /// The fresh panel may have more customers, more kinds at the end and more periods at the end. The result equals a panel built
    /// from all events, provided that untouched periods have no other events than before.
    ///
    /// # Errors
    /// [`PanelError`] where the fresh panel has other periods or kinds where this one has some, or fewer customers.
    pub fn replace_periods(&self, fresh: &Self, touched: &[u16]) -> Result<Self, PanelError> {
        let same_periods = self.periods.grain == fresh.periods.grain
            && self.periods.first == fresh.periods.first
            && fresh.periods.starts_us.starts_with(&self.periods.starts_us);
        if !same_periods {
            return Err(PanelError::OtherPeriods);
        }
        for (at, kind) in self.kinds.iter().enumerate() {
            if fresh.kinds.get(at) != Some(kind) {
                return Err(PanelError::OtherKinds(kind.clone()));
            }
        }
        if fresh.customers < self.customers {
            return Err(PanelError::FewerCustomers {
                fresh: fresh.customers,
                stored: self.customers,
            });
        }
        let mut from_fresh = vec![false; fresh.periods.len()];
        for &period in touched {
            if let Some(flag) = from_fresh.get_mut(usize::from(period)) {
                *flag = true;
            }
        }
        let stretches = stretches(&from_fresh);
        let source = |take_fresh: bool| if take_fresh { fresh } else { self };
        Ok(assemble(
            fresh.periods.clone(),
            fresh.kinds.clone(),
            fresh.customers,
            |_| {
                |customer: u32, runs: &mut Vec<(&Cells, _)>| {
                    let (block, local) = (customer as usize >> BLOCK_SHIFT, customer as usize % BLOCK_CUSTOMERS);
                    for &(take_fresh, first, last) in &stretches {
                        let Some(block) = source(take_fresh).blocks.get(block) else {
                            continue;
                        };
                        if local >= block.customers() {
                            continue;
                        }
                        let rows = block.rows_of_period(local, first).start..block.rows_of_period(local, last).end;
                        if !rows.is_empty() {
                            runs.push((&block.cells, rows));
                        }
                    }
                }
            },
        ))
    }
}

/// Consecutive periods with the same flag: flag, first and last.
fn stretches(flags: &[bool]) -> Vec<(bool, u16, u16)> {
    let mut out: Vec<(bool, u16, u16)> = Vec::new();
    for (period, &flag) in (0..).zip(flags) {
        match out.last_mut() {
            Some(last) if last.0 == flag => last.2 = period,
            _ => out.push((flag, period, period)),
        }
    }
    out
}
