//! Whether as many churn as before, and as many as the calibrated probabilities said.

use serde::{Deserialize, Serialize};

use super::compare::NullLaw;
use super::measure::{Noise, Sizes};
use super::periods::{FEWEST_PERIODS, Pair, upper};
use super::settings::Settings;
use crate::check;
use crate::error::StatsError;
use crate::tail::chi_squared_upper;

/// Outcomes of one period.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LabelPeriod {
    /// Customers with a mature outcome, at least 1.
    pub customers: u64,
    /// Those who churned.
    pub lost: u64,
    /// Σ p of the probabilities stated beforehand; `None` where nothing was scored.
    pub expected: Option<f64>,
    /// Σ p(1 − p), 0 where nothing was scored.
    pub variance: f64,
}

impl LabelPeriod {
    /// Counts outcomes; `p` are the probabilities stated beforehand, empty where nothing was scored.
    ///
    /// Errors: no rows, lengths differ, a value outside 0–1.
    pub fn new(p: &[f64], labels: &[bool]) -> Result<Self, StatsError> {
        if p.is_empty() && !labels.is_empty() {
            return Ok(Self {
                customers: labels.len() as u64,
                lost: count(labels),
                expected: None,
                variance: 0.0,
            });
        }
        check::predictions(p, labels)?;
        Ok(Self {
            customers: labels.len() as u64,
            lost: count(labels),
            expected: Some(p.iter().sum()),
            variance: p.iter().map(|p| p * (1.0 - p)).sum(),
        })
    }

    /// Churn rate, 0–1.
    pub fn rate(&self) -> f64 {
        self.lost as f64 / self.customers as f64
    }
}

fn count(labels: &[bool]) -> u64 {
    labels.iter().filter(|&&label| label).count() as u64
}

/// The churn rate now against then, and against what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LabelDrift {
    /// Churn rate of the reference, 0–1.
    pub reference_rate: f64,
    /// Churn rate now, 0–1.
    pub rate: f64,
    /// Churn rate that the probabilities expected now, 0–1.
    pub expected_rate: Option<f64>,
    /// P(rates as different as these) under no change.
    pub rate_p_value: f64,
    /// P(observed as far from expected) if the probabilities are calibrated.
    pub expected_p_value: Option<f64>,
    /// Twice the smaller of both, at most 1; the first where nothing was expected.
    pub p_value: f64,
    /// What the p-values were measured against.
    pub law: NullLaw,
    /// Significant at `level` and at least `churn_rate` away, relative to the rate expected (or of the reference).
    pub flagged: bool,
}

/// Compares the churn rate with the reference's (two proportions) and with the calibrated expectation
/// ((Σy − Σp)² ÷ Σp(1−p)); from four past periods on their spread counts too.
///
/// Errors: settings out of range, a period without customers or with more churned than customers.
pub fn label_drift(
    reference: &LabelPeriod,
    now: &LabelPeriod,
    history: &[LabelPeriod],
    settings: &Settings,
) -> Result<LabelDrift, StatsError> {
    settings.check()?;
    for period in [reference, now].into_iter().chain(history) {
        if period.customers == 0 {
            return Err(StatsError::Empty);
        }
        if period.lost > period.customers {
            return Err(StatsError::OutOfRange {
                name: "churned customers",
                value: period.lost as f64,
                expected: "at most the number of customers",
            });
        }
    }
    let history = if history.len() >= FEWEST_PERIODS { history } else { &[] };
    let rate_p_value = rates(reference, now, history);
    let expected_p_value = now.expected.map(|expected| from_expected(now, expected, history));
    let p_value = expected_p_value.map_or(rate_p_value, |p| (2.0 * p.min(rate_p_value)).min(1.0));
    let expected_rate = now.expected.map(|expected| expected / now.customers as f64);
    // Where the probabilities foresaw the change, it is no surprise; where they did not, it is measured from them.
    let base = expected_rate.unwrap_or_else(|| reference.rate());
    let relative = if base > 0.0 {
        (now.rate() - base).abs() / base
    } else {
        now.rate()
    };
    // The law of the p-value that decides.
    let past = if now.expected.is_some() {
        let judged = history.iter().filter(|period| period.expected.is_some()).count();
        if judged >= FEWEST_PERIODS { judged } else { 0 }
    } else {
        history.len()
    };
    Ok(LabelDrift {
        reference_rate: reference.rate(),
        rate: now.rate(),
        expected_rate,
        rate_p_value,
        expected_p_value,
        p_value,
        law: if past == 0 {
            NullLaw::Sampling
        } else {
            NullLaw::Periods(past as u64)
        },
        flagged: expected_p_value.unwrap_or(rate_p_value) <= settings.level && relative >= settings.churn_rate,
    })
}

fn rates(reference: &LabelPeriod, now: &LabelPeriod, history: &[LabelPeriod]) -> f64 {
    let (found, noise) = two_rates(reference, now);
    let sampling = chi_squared_upper(found / noise.mean, 1.0);
    if history.is_empty() {
        return sampling;
    }
    let pairs: Vec<Pair> = (history.iter().enumerate())
        .flat_map(|(k, a)| history[k + 1..].iter().map(move |b| two_rates(a, b)))
        .map(|(distance, noise)| Pair {
            distance,
            noise: noise.mean,
        })
        .collect();
    sampling.max(upper(found, noise, &pairs, history.len()))
}

/// Squared difference of two rates in units of the pooled variance.
fn two_rates(a: &LabelPeriod, b: &LabelPeriod) -> (f64, Noise) {
    let sizes = Sizes {
        n: a.customers as f64,
        m: b.customers as f64,
    };
    let pooled = (a.lost as f64 + b.lost as f64) / (sizes.n + sizes.m);
    let variance = pooled * (1.0 - pooled);
    let difference = a.rate() - b.rate();
    let distance = if variance > 0.0 {
        difference * difference / variance
    } else {
        0.0
    };
    (distance, Noise::of_pearson(2, sizes))
}

fn from_expected(now: &LabelPeriod, expected: f64, history: &[LabelPeriod]) -> f64 {
    let squares = |period: &LabelPeriod, expected: f64| {
        let customers = period.customers as f64;
        let gap = (period.lost as f64 - expected) / customers;
        (gap * gap, period.variance / (customers * customers))
    };
    let (found, noise) = squares(now, expected);
    if noise <= 0.0 {
        // Probabilities of 0 and 1 alone: any surprise is impossible.
        return if found > 1e-18 { 0.0 } else { 1.0 };
    }
    let sampling = chi_squared_upper(found / noise, 1.0);
    let past: Vec<Pair> = history
        .iter()
        .filter_map(|period| {
            let (distance, noise) = squares(period, period.expected?);
            Some(Pair { distance, noise })
        })
        .collect();
    if past.len() < FEWEST_PERIODS {
        return sampling;
    }
    let noise = Noise {
        mean: noise,
        degrees_of_freedom: 1.0,
    };
    // Each past period is measured from its own expectation, so that none of them is used up by a mean.
    sampling.max(upper(found, noise, &past, past.len() + 1))
}
