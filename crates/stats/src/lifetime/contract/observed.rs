//! The likelihood of contracts row by row, with covariates.

use super::counts::Contracts;
use super::fit::{Age, renewals, slopes, step};
use super::renewals::Renewals;
use crate::chunks;
use crate::covariates::Scale;
use crate::lifetime::buying::covariates::standard;
use crate::lifetime::discount::ln_stay;
use crate::maximise::Objective;
use std::cmp::Ordering;

/// Rows that differ in time, outcome or a covariate.
pub(super) struct Seen {
    rows: Vec<Row>,
}

struct Row {
    from: u32,
    to: u32,
    lost: bool,
    weight: f64,
    /// Where its covariates are.
    at: usize,
}

impl Seen {
    /// Of checked rows.
    pub(super) fn of(contracts: &Contracts<'_>, columns: &[&[f64]]) -> Self {
        let number = |column: Option<&[f64]>, at: usize| column.and_then(|column| column.get(at)).copied();
        let whole = |value: f64| value as u32;
        let rows = contracts.periods.iter().zip(contracts.lost).enumerate();
        let mut rows: Vec<Row> = rows
            .map(|(at, (&periods, &lost))| Row {
                from: whole(number(contracts.entry, at).unwrap_or(0.0)),
                to: whole(periods),
                lost,
                weight: number(contracts.weight, at).unwrap_or(1.0),
                at,
            })
            .collect();
        let compare = |a: &Row, b: &Row| {
            let covariates = columns.iter().map(|column| column[a.at].total_cmp(&column[b.at]));
            (a.from, a.to, a.lost)
                .cmp(&(b.from, b.to, b.lost))
                .then_with(|| covariates.fold(Ordering::Equal, Ordering::then))
        };
        // Stable, so that equal rows are added in their order.
        rows.sort_by(compare);
        rows.dedup_by(|next, kept| {
            let same = compare(next, kept).is_eq();
            if same {
                kept.weight += next.weight;
            }
            same
        });
        Self { rows }
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Customers lost.
    pub(super) fn lost(&self) -> f64 {
        self.rows.iter().filter(|row| row.lost).map(|row| row.weight).sum()
    }
}

/// Parameters: logarithms, then a coefficient for each standardised column.
pub(super) struct Observed<'a> {
    pub(super) seen: &'a Seen,
    pub(super) columns: &'a [&'a [f64]],
    pub(super) scales: &'a [Scale],
    /// How many parameters are logarithms.
    pub(super) logarithms: usize,
    /// Divides the weights.
    pub(super) scale: f64,
}

impl Objective for Observed<'_> {
    fn evaluate(&self, parameters: &[f64], gradient: &mut [f64]) -> f64 {
        let (logs, coefficients) = parameters.split_at(self.logarithms.min(parameters.len()));
        let last = parameters.len();
        let sums = chunks::sum(self.seen.rows.len(), last + 1, |range, sums| {
            let mut own = logs.to_vec();
            for row in &self.seen.rows[range] {
                let z = |j: usize| standard(&self.scales[j], self.columns[j][row.at]);
                let effect: f64 = coefficients.iter().enumerate().map(|(j, c)| c * z(j)).sum();
                own[1] = logs[1] - effect;
                let Ok(model) = renewals(&own) else {
                    sums[last] = f64::NEG_INFINITY;
                    return;
                };
                let (value, slopes) = row.log_likelihood(&model);
                let weight = row.weight / self.scale;
                sums[last] += weight * value;
                for (sum, slope) in sums[..logs.len()].iter_mut().zip(slopes) {
                    *sum += weight * slope;
                }
                for j in 0..coefficients.len() {
                    sums[logs.len() + j] -= weight * slopes[1] * z(j);
                }
            }
        });
        gradient.copy_from_slice(&sums[..last]);
        sums[last]
    }
}

impl Row {
    /// With its slopes along ln α, ln β and ln c.
    fn log_likelihood(&self, model: &Renewals) -> (f64, [f64; 3]) {
        // The last renewal that was made, and the one that was not.
        let until = if self.lost { self.to.saturating_sub(1) } else { self.to };
        let (entry, kept) = (Age::new(model, self.from), Age::new(model, until));
        let waited = kept.exposure - entry.exposure;
        let (mut value, mut sums) = (0.0, [0.0; 3]);
        if waited > 0.0 {
            value = ln_stay(model.beta + entry.exposure, model.alpha, waited);
            sums = step(model, &entry, &kept);
        }
        if self.lost {
            let ln_keep = model.ln_retention(self.to);
            value += (-ln_keep.exp_m1()).ln();
            let slope = -1.0 / (-ln_keep).exp_m1();
            for (sum, part) in sums.iter_mut().zip(slopes(model, &kept, &Age::new(model, self.to))) {
                *sum += slope * part;
            }
        }
        (value, sums)
    }
}
