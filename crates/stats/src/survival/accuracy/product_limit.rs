//! The product-limit curve of churn or of censoring, for weights and references.

use super::order::key;
use crate::survival::spells::Spells;

/// What ends a spell for the curve.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaving {
    /// Churn; those censored at its time are still at risk.
    Churn,
    /// Censoring; those who churned at its time have left before.
    Censoring,
}

/// A curve that is 1 before the first step and constant between steps.
pub(super) struct Curve {
    steps: Vec<Step>,
    /// Last time at which anybody was under observation.
    pub(super) last: f64,
}

/// The curve from a time on.
#[derive(Clone, Copy)]
pub(super) struct Step {
    time: f64,
    pub(super) survival: f64,
    /// Σ d/(n(n − d)) up to here.
    pub(super) greenwood: f64,
}

impl Curve {
    /// Of the rows `rows` of checked spells, S(t) = Π (1 − d/n) with weights and late entry.
    pub(super) fn new(spells: &Spells<'_>, mut rows: Vec<u32>, leaving: Leaving) -> Self {
        let exit = |row: u32| spells.exit[row as usize] + 0.0;
        // The row decides among equal times, so that sums have one order.
        rows.sort_unstable_by_key(|&row| (key(exit(row)), row));
        let mut entries: Vec<(u64, u32)> = (spells.entry.iter())
            .flat_map(|entry| rows.iter().map(|&row| (key(entry[row as usize]), row)))
            .collect();
        entries.sort_unstable();
        let weight = |row: u32| spells.weight_of(row as usize);
        // From the last time back, so that a small rest is a sum and not a difference.
        let (mut staying, mut not_entered) = (0.0, 0.0);
        let mut next_entry = entries.len();
        let mut risks = Vec::new();
        for tie in rows.chunk_by(|&a, &b| exit(a) == exit(b)).rev() {
            let time = exit(tie[0]);
            let (mut churned, mut censored) = (0.0, 0.0);
            for &row in tie {
                *if spells.event[row as usize] {
                    &mut churned
                } else {
                    &mut censored
                } += weight(row);
            }
            let outlasting = staying;
            staying += churned + censored;
            while next_entry > 0 && entries[next_entry - 1].0 >= key(time) {
                next_entry -= 1;
                not_entered += weight(entries[next_entry].1);
            }
            let present = (outlasting - not_entered).max(0.0);
            match leaving {
                Leaving::Churn if churned > 0.0 => risks.push((time, churned, present + censored)),
                Leaving::Censoring if censored > 0.0 => risks.push((time, censored, present)),
                _ => {}
            }
        }
        let (mut survival, mut greenwood) = (1.0, 0.0);
        let steps = (risks.into_iter().rev())
            .map(|(time, left, rest)| {
                survival *= rest / (left + rest);
                greenwood += left / (left + rest) / rest;
                Step {
                    time,
                    survival,
                    greenwood,
                }
            })
            .collect();
        Self {
            steps,
            last: rows.last().map_or(0.0, |&row| exit(row)),
        }
    }

    /// The curve of all rows.
    pub(super) fn of_all(spells: &Spells<'_>, leaving: Leaving) -> Self {
        Self::new(spells, (0..spells.len() as u32).collect(), leaving)
    }

    /// S(t), 1 before the first step and the last value after the last.
    pub(super) fn survival_at(&self, t: f64) -> f64 {
        self.step_at(t).map_or(1.0, |step| step.survival)
    }

    /// The step that holds at `t`; `None` before the first.
    pub(super) fn step_at(&self, t: f64) -> Option<Step> {
        self.steps_to(t).last().copied()
    }

    /// The steps up to `t`.
    pub(super) fn steps_to(&self, t: f64) -> &[Step] {
        &self.steps[..self.steps.partition_point(|step| step.time <= t)]
    }
}
