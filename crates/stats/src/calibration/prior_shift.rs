//! Another churn rate than the model learned at: undoing it.

use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::StatsError;
use crate::special::logit;

/// What to add to every log-odds so that a model of one churn rate speaks for another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PriorShift {
    /// logit(new rate) − logit(old rate), in log-odds.
    pub offset: f64,
}

/// A rate nearer to 0 or 1 than this is at the end.
const EDGE: f64 = 1e-9;
const HALVINGS: u32 = 60;

impl PriorShift {
    /// Elkan's (2001) correction, for churned and retained customers who look as before and only come in another mix: the odds change by the
    /// ratio of the prior odds. `old_rate` is the rate the model learned at (after resampling), `new_rate` that of where it is used.
    ///
    /// # Errors
    /// `OutOfRange` for a rate not inside 0–1.
    pub fn between(old_rate: f64, new_rate: f64) -> Result<Self, StatsError> {
        inside("the old churn rate", old_rate)?;
        inside("the new churn rate", new_rate)?;
        Ok(Self {
            offset: logit(new_rate) - logit(old_rate),
        })
    }

    /// The corrected log-odds.
    #[inline]
    pub fn apply(&self, log_odds: f64) -> f64 {
        log_odds + self.offset
    }
}

/// The churn rate of customers whose outcome is not known yet, 0–1, from calibrated probabilities of a model that learned at `old_rate`: the
/// maximum of the likelihood Σ ln(r·p/r₀ + (1 − r)·(1 − p)/(1 − r₀)) that Saerens, Latinne & Decaestecker (2002) climb by EM. It is
/// concave in r, so its derivative is bisected instead: the same answer, without EM's slow tail.
///
/// Assumes that only the mix changed (label shift).
///
/// # Errors
/// `Empty`, `NotProbability`, `NotFinite`, `OutOfRange` for a rate not inside 0–1, `NoSpread` where every probability is the old rate (they say
/// nothing), `NoMaximum` where the likelihood is highest at 0 or 1: the probabilities are then all too high, or all too low, for any mix.
pub fn new_rate(probabilities: &[f64], old_rate: f64) -> Result<f64, StatsError> {
    inside("the old churn rate", old_rate)?;
    check::same_length(probabilities.len(), probabilities.len())?;
    check::probabilities(probabilities)?;
    let ratios: Vec<(f64, f64)> = probabilities
        .iter()
        .map(|&p| (p / old_rate, (1.0 - p) / (1.0 - old_rate)))
        .collect();
    if ratios.iter().all(|(churned, retained)| churned == retained) {
        return Err(StatsError::NoSpread { name: "probability" });
    }
    let rising = |rate: f64| {
        ratios
            .iter()
            .map(|(churned, retained)| (churned - retained) / (retained + rate * (churned - retained)))
            .sum::<f64>()
            > 0.0
    };
    let (mut low, mut high) = (EDGE, 1.0 - EDGE);
    if !rising(low) || rising(high) {
        return Err(StatsError::NoMaximum {
            model: "the churn rate of new customers",
            parameter: "rate".to_owned(),
            value: if rising(high) { 1.0 } else { 0.0 },
        });
    }
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if rising(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(0.5 * (low + high))
}

fn inside(name: &'static str, rate: f64) -> Result<(), StatsError> {
    if rate > 0.0 && rate < 1.0 {
        Ok(())
    } else {
        Err(StatsError::OutOfRange {
            name,
            value: rate,
            expected: "above 0 and below 1",
        })
    }
}
