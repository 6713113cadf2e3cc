//! Durations as logarithms in units in which data of any scale are alike.

use super::censored::Censored;
use crate::error::StatsError;

/// What is known of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Churned at `at`.
    Exact,
    /// Stayed longer than `at`.
    Right,
    /// Churned before `at`.
    Left,
    /// Churned between `at` and `at` + width.
    Between,
}

/// Checked durations: (ln t − centre)/unit.
#[derive(Clone, Debug)]
pub(super) struct Outcomes {
    pub(super) kind: Vec<Kind>,
    pub(super) at: Vec<f64>,
    /// Width of the interval; empty if there is none.
    pub(super) width: Vec<f64>,
    /// Entry, −∞ for none; empty if no row has one.
    pub(super) entry: Vec<f64>,
    /// Weights over their mean; empty if all are 1.
    pub(super) weight: Vec<f64>,
    pub(super) weight_mean: f64,
    pub(super) centre: f64,
    pub(super) unit: f64,
    /// Rows that churned.
    pub(super) events: u64,
    /// Σ w·(ln density of T − ln density of its scaled logarithm) over exact rows.
    pub(super) constant: f64,
}

impl Outcomes {
    /// `scaled` is false where σ is fixed and the unit of ln t must stay 1.
    pub(super) fn new(data: &Censored<'_>, scaled: bool, name: &'static str) -> Result<Self, StatsError> {
        data.check()?;
        let n = data.len();
        let kind: Vec<Kind> = data.lower.iter().zip(data.upper).map(|(&l, &u)| kind(l, u)).collect();
        let events = kind.iter().filter(|&&kind| kind != Kind::Right).count() as u64;
        if events == 0 {
            return Err(StatsError::NoEvents { name, n: n as u64 });
        }
        let bound = |row: usize| match kind[row] {
            Kind::Left => data.upper[row],
            _ => data.lower[row],
        };
        let mut at: Vec<f64> = (0..n).map(|row| bound(row).ln()).collect();
        let centre = at.iter().sum::<f64>() / n as f64;
        let spread = (at.iter().map(|y| (y - centre).powi(2)).sum::<f64>() / n as f64).sqrt();
        let unit = if scaled && spread > 1e-12 { spread } else { 1.0 };
        let weight_mean = data.weight.map_or(1.0, |w| w.iter().map(|w| w / n as f64).sum());
        let weight: Vec<f64> = data
            .weight
            .map_or(Vec::new(), |w| w.iter().map(|w| w / weight_mean).collect());
        let weight_of = |row: usize| weight.get(row).copied().unwrap_or(1.0);
        let constant = (0..n)
            .filter(|&row| kind[row] == Kind::Exact)
            .map(|row| -weight_of(row) * (at[row] + unit.ln()))
            .sum();
        at.iter_mut().for_each(|y| *y = (*y - centre) / unit);
        let width = if kind.contains(&Kind::Between) {
            (0..n)
                .map(|row| match kind[row] {
                    Kind::Between => log_ratio(data.lower[row], data.upper[row]) / unit,
                    _ => 0.0,
                })
                .collect()
        } else {
            Vec::new()
        };
        let late = |entry: f64| {
            if entry > 0.0 {
                (entry.ln() - centre) / unit
            } else {
                f64::NEG_INFINITY
            }
        };
        let entry = match data.entry {
            Some(entry) if entry.iter().any(|&e| e > 0.0) => entry.iter().map(|&e| late(e)).collect(),
            _ => Vec::new(),
        };
        Ok(Self {
            kind,
            at,
            width,
            entry,
            weight,
            weight_mean,
            centre,
            unit,
            events,
            constant,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.kind.len()
    }

    pub(super) fn weight_of(&self, row: usize) -> f64 {
        self.weight.get(row).copied().unwrap_or(1.0)
    }

    /// Σ of the weights as they were given.
    pub(super) fn total_weight(&self) -> f64 {
        self.weight_mean * self.len() as f64
    }
}

fn kind(lower: f64, upper: f64) -> Kind {
    if lower == upper {
        Kind::Exact
    } else if upper.is_infinite() {
        Kind::Right
    } else if lower == 0.0 {
        Kind::Left
    } else {
        Kind::Between
    }
}

/// ln(upper/lower), to all digits where the two are near.
fn log_ratio(lower: f64, upper: f64) -> f64 {
    let growth = (upper - lower) / lower;
    if growth < 1.0 {
        growth.ln_1p()
    } else {
        upper.ln() - lower.ln()
    }
}
