//! Stretches of periods with one intercept each.

use super::data::{Baseline, DiscreteData};
use crate::error::StatsError;

/// More intercepts no longer fit beside the columns in memory; pieces are for that.
const MOST_CELLS: usize = 2_000;

/// A stretch of periods, and who was at risk in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) first: u32,
    pub(super) last: u32,
    /// Weight of person-periods at risk.
    pub(super) at_risk: f64,
    /// Weight of churn.
    pub(super) events: f64,
    pub(super) kind: Kind,
}

/// What the likelihood says about a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nobody was at risk.
    Unseen,
    /// Nobody churned: the hazard is 0 whatever the columns say, at a likelihood of 1.
    Never,
    /// Everybody at risk churned: the hazard is 1.
    Always,
    /// An intercept to estimate.
    Free,
}

/// Last periods of at most `pieces` pieces with about the same number of events each.
///
/// For [`Baseline::Pieces`] where there are too many periods for an intercept each. Rows of unequal columns or without
/// events give no pieces, which means one for all periods.
pub fn even_pieces(periods: &[u32], event: &[bool], pieces: usize) -> Vec<u32> {
    let mut churned: Vec<u32> = (periods.iter().zip(event))
        .filter(|(_, event)| **event)
        .map(|(&p, _)| p)
        .collect();
    churned.sort_unstable();
    let mut ends: Vec<u32> = (1..pieces.min(churned.len()))
        .map(|k| churned[(k as u128 * churned.len() as u128 / pieces as u128) as usize])
        .collect();
    ends.dedup();
    ends
}

/// The stretches from period 1 to the last one seen.
pub(super) fn cells(data: &DiscreteData<'_>, baseline: &Baseline) -> Result<Vec<Cell>, StatsError> {
    let last = data.periods.iter().copied().max().unwrap_or(1);
    let mut ends = match baseline {
        Baseline::PerPeriod => per_period(data),
        Baseline::Pieces(ends) => {
            let out_of_order = (0..ends.len()).find(|&at| ends[at] == 0 || (at > 0 && ends[at] <= ends[at - 1]));
            if let Some(index) = out_of_order {
                return Err(StatsError::BadValue {
                    name: "piece end",
                    index,
                    value: f64::from(ends[index]),
                    expected: "a period from 1 and after the end before it",
                });
            }
            ends.iter().copied().filter(|&end| end < last).collect()
        }
    };
    if ends.last() != Some(&last) {
        ends.push(last);
    }
    let cells = count(data, &ends);
    let free = cells.iter().filter(|cell| cell.kind == Kind::Free).count();
    if free > MOST_CELLS {
        return Err(StatsError::OutOfRange {
            name: "number of intercepts",
            value: free as f64,
            expected: "at most 2,000: use a baseline of pieces",
        });
    }
    Ok(cells)
}

/// A stretch for each period with churn and one for each gap between them.
fn per_period(data: &DiscreteData<'_>) -> Vec<u32> {
    let mut churned: Vec<u32> = (data.periods.iter().zip(data.event))
        .filter(|(_, e)| **e)
        .map(|(&p, _)| p)
        .collect();
    churned.sort_unstable();
    churned.dedup();
    let mut ends = Vec::with_capacity(2 * churned.len() + 1);
    for period in churned {
        let before = ends.last().copied().unwrap_or(0);
        if before + 1 < period {
            ends.push(period - 1);
        }
        ends.push(period);
    }
    ends
}

fn count(data: &DiscreteData<'_>, ends: &[u32]) -> Vec<Cell> {
    let size = ends.len();
    let first = |cell: usize| if cell == 0 { 1 } else { ends[cell - 1] + 1 };
    // Rows that were there from the first to the last period of a cell, as differences: weight and number.
    let mut whole = vec![(0.0, 0_i64); size + 1];
    let mut at_risk = vec![(0.0, 0_u64); size];
    let mut events = vec![(0.0, 0_u64); size];
    for (row, (&period, &event)) in data.periods.iter().zip(data.event).enumerate() {
        let weight = data.weight.map_or(1.0, |weight| weight[row]);
        let entry = data.entry_of(row);
        let from = ends.partition_point(|&end| end <= entry);
        let to = ends.partition_point(|&end| end < period);
        let mut part = |cell: usize| {
            let there = period.min(ends[cell]) - entry.max(first(cell) - 1);
            at_risk[cell].0 += weight * f64::from(there);
            at_risk[cell].1 += u64::from(there);
        };
        part(from);
        if to > from {
            part(to);
        }
        if to > from + 1 {
            whole[from + 1].0 += weight;
            whole[from + 1].1 += 1;
            whole[to].0 -= weight;
            whole[to].1 -= 1;
        }
        if event {
            events[to].0 += weight;
            events[to].1 += 1;
        }
    }
    let (mut weight, mut rows) = (0.0, 0_i64);
    (0..size)
        .map(|cell| {
            weight += whole[cell].0;
            rows += whole[cell].1;
            let (first, last) = (first(cell), ends[cell]);
            let length = u64::from(last - first) + 1;
            let through = if rows > 0 { weight * length as f64 } else { 0.0 };
            let seen = at_risk[cell].1 + rows.unsigned_abs() * length;
            Cell {
                first,
                last,
                at_risk: at_risk[cell].0 + through,
                events: events[cell].0,
                kind: match events[cell].1 {
                    _ if seen == 0 => Kind::Unseen,
                    0 => Kind::Never,
                    churned if churned == seen => Kind::Always,
                    _ => Kind::Free,
                },
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::covariates::Covariates;

    #[test]
    fn stretches_count_person_periods() {
        // At risk: 1–3 (churned), 2–5, 5 (churned), 1. In period 4 only one, who stays.
        let data = DiscreteData {
            periods: &[3, 5, 5, 1],
            entry: Some(&[0, 1, 4, 0]),
            event: &[true, false, true, false],
            covariates: Covariates::NONE,
            weight: Some(&[1.0, 2.0, 1.0, 1.0]),
        };
        let cells = cells(&data, &Baseline::PerPeriod).unwrap();
        let found: Vec<_> = cells
            .iter()
            .map(|c| (c.first, c.last, c.at_risk, c.events, c.kind))
            .collect();
        assert_eq!(
            found,
            [
                (1, 2, 5.0, 0.0, Kind::Never),
                (3, 3, 3.0, 1.0, Kind::Free),
                (4, 4, 2.0, 0.0, Kind::Never),
                (5, 5, 3.0, 1.0, Kind::Free),
            ]
        );
        let pieces = super::cells(&data, &Baseline::Pieces(vec![2, 9])).unwrap();
        assert_eq!((pieces.len(), pieces[1].at_risk, pieces[1].events), (2, 8.0, 2.0));
        assert_eq!(even_pieces(&[1, 2, 3, 4, 9], &[true, true, true, true, false], 2), [3]);
    }
}
