//! Maximum likelihood of both contract models.

use super::counts::Counts;
use super::renewals::Renewals;
use crate::coefficient::Coefficient;
use crate::error::StatsError;
use crate::lifetime::gamma_rise::digamma_rise;
use crate::lifetime::parameters::{natural, unscaled};
use crate::maximise::{Objective, Search, maximise};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contract {
    /// Parameters α and β.
    ShiftedBetaGeometric,
    /// Parameters γ, δ and c.
    BetaDiscreteWeibull,
}

/// A fitted contract model.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedContract {
    /// Which model.
    pub contract: Contract,
    /// Its parameters, to compute with.
    pub model: Renewals,
    /// The same with errors and intervals: `alpha`, `beta`; or `gamma`, `delta`, `c`. z and p compare with 0, which says
    /// little here; c is to be compared with 1.
    pub parameters: Vec<Coefficient>,
    /// Covariance of the logarithms of the parameters, row by row.
    pub covariance: Vec<f64>,
    /// Log-likelihood.
    pub log_likelihood: f64,
    /// Customers.
    pub n: f64,
    /// Customers lost.
    pub lost: f64,
}

/// How does the chance to leave spread over customers, given how many left in each period?
///
/// Maximises Σ over periods t of lostₜ·ln(1 − rₜ) + (at riskₜ − lostₜ)·ln rₜ with rₜ = S(t)/S(t − 1) of [`Renewals`]: for
/// cohorts seen from their beginning the likelihood of Fader & Hardie (2007), and right as well for cohorts of any age and for
/// customers who came under observation late. Analytic gradients in logarithms, several starts.
///
/// Censored customers (still there) count until they were last seen. Errors: counts that contradict each other,
/// [`StatsError::NoEvents`] where nobody left, [`StatsError::NoMaximum`] where retention does not rise (then all customers
/// are alike and a plain geometric or Weibull lifetime is enough: α and β run away together) or where there are fewer
/// periods than parameters.
pub fn fit(counts: &Counts, contract: Contract) -> Result<FittedContract, StatsError> {
    counts.check()?;
    let (at_risk, lost): (f64, f64) = (counts.at_risk.iter().sum(), counts.lost.iter().sum());
    crate::check::no_overflow("the number of customers", at_risk)?;
    let (model, names): (_, &[&str]) = match contract {
        Contract::ShiftedBetaGeometric => ("shifted beta-geometric", &["alpha", "beta"]),
        Contract::BetaDiscreteWeibull => ("beta-discrete-Weibull", &["gamma", "delta", "c"]),
    };
    if lost <= 0.0 {
        return Err(StatsError::NoEvents {
            name: model,
            n: counts.customers as u64,
        });
    }
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let observed = counts.at_risk.iter().filter(|&&at_risk| at_risk > 0.0).count();
    if observed < names.len() {
        return Err(StatsError::TooFew {
            name: "periods",
            needed: names.len() as u64,
            found: observed as u64,
        });
    }
    let scale = at_risk / observed as f64;
    let search = Search {
        model,
        names: &names,
        limit: 20.0,
    };
    let likelihood = Likelihood { counts, scale };
    let found = maximise(&likelihood, &search, &starts(lost / at_risk, contract))?;
    let found = unscaled(found, scale);
    Ok(FittedContract {
        contract,
        model: renewals(&found.parameters)?,
        parameters: natural(&names, &found)?,
        covariance: found.covariance,
        log_likelihood: found.log_likelihood,
        n: counts.customers,
        lost,
    })
}

/// From logarithms; two of them mean c = 1.
pub(crate) fn renewals(logs: &[f64]) -> Result<Renewals, StatsError> {
    let value = |at: usize| logs.get(at).map_or(1.0, |log| log.exp());
    Renewals::new(value(0), value(1), value(2))
}

/// The mean chance to leave as observed, with customers from very different to nearly alike.
fn starts(churn: f64, contract: Contract) -> Vec<Vec<f64>> {
    let churn = churn.clamp(1e-6, 1.0 - 1e-6);
    let shapes: &[f64] = match contract {
        Contract::ShiftedBetaGeometric => &[],
        Contract::BetaDiscreteWeibull => &[1.0, 0.6, 1.6],
    };
    let mut starts = Vec::new();
    for spread in [0.4_f64, 3.0, 20.0] {
        let both = [(churn * spread).ln(), ((1.0 - churn) * spread).ln()];
        if shapes.is_empty() {
            starts.push(both.to_vec());
        }
        starts.extend(shapes.iter().map(|shape| vec![both[0], both[1], shape.ln()]));
    }
    starts
}

struct Likelihood<'a> {
    counts: &'a Counts,
    /// Divides all counts, so that their size does not decide when the search has settled.
    scale: f64,
}

impl Objective for Likelihood<'_> {
    fn evaluate(&self, logs: &[f64], gradient: &mut [f64]) -> f64 {
        gradient.fill(0.0);
        let Ok(model) = renewals(logs) else {
            return f64::NEG_INFINITY;
        };
        let Renewals { alpha, beta, shape } = model;
        let mut value = 0.0;
        for (period, (&at_risk, &lost)) in (1_u32..).zip(self.counts.at_risk.iter().zip(&self.counts.lost)) {
            if at_risk <= 0.0 {
                continue;
            }
            let (lost, kept) = (lost / self.scale, (at_risk - lost) / self.scale);
            let ln_keep = model.ln_retention(period);
            // Slope of the log-likelihood along ln r.
            let mut slope = 0.0;
            if kept > 0.0 {
                value += kept * ln_keep;
                slope += kept;
            }
            if lost > 0.0 {
                value += lost * (-ln_keep.exp_m1()).ln();
                slope -= lost / (-ln_keep).exp_m1();
            }
            let (from, to) = (model.exposure(period - 1), model.exposure(period));
            let whole = digamma_rise(alpha + beta + from, to - from);
            let mut slopes = [
                -alpha * whole,
                beta * (digamma_rise(beta + from, to - from) - whole),
                0.0,
            ];
            if gradient.len() > 2 {
                let bend = |u: f64, t: u32| {
                    if t < 2 {
                        0.0
                    } else {
                        u * f64::from(t).ln() * digamma_rise(beta + u, alpha)
                    }
                };
                slopes[2] = -shape * (bend(to, period) - bend(from, period - 1));
            }
            for (sum, part) in gradient.iter_mut().zip(slopes) {
                *sum += slope * part;
            }
        }
        value
    }
}
