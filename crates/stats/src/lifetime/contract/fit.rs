//! Maximum likelihood of both contract models.

use super::counts::Counts;
use super::renewals::Renewals;
use crate::coefficient::Coefficient;
use crate::error::StatsError;
use crate::lifetime::gamma_rise::digamma_rise;
use crate::lifetime::parameters::{named, natural, unscaled};
use crate::lifetime::penalty::Penalised;
use crate::lifetime::settings::FitSettings;
use crate::maximise::{Objective, Search};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contract {
    /// Parameters α and β.
    ShiftedBetaGeometric,
    /// Parameters γ, δ and c.
    BetaDiscreteWeibull,
}

impl Contract {
    /// Its name and those of its parameters.
    pub(super) fn names(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::ShiftedBetaGeometric => ("shifted beta-geometric", &["alpha", "beta"]),
            Self::BetaDiscreteWeibull => ("beta-discrete-Weibull", &["gamma", "delta", "c"]),
        }
    }
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
    /// Log-likelihood, without the penalty.
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
/// customers who came under observation late. Analytic gradients in logarithms, several starts;
/// with a penalty, see [`FitSettings`]: then α and β need not run away.
///
/// Censored customers (still there) count until they were last seen. Errors: a penalty below 0, counts that contradict each other,
/// [`StatsError::NoEvents`] where nobody left, [`StatsError::NoMaximum`] where retention does not rise (then all customers
/// are alike and a plain geometric or Weibull lifetime is enough: α and β run away together) or where there are fewer
/// periods than parameters.
pub fn fit(counts: &Counts, contract: Contract, settings: &FitSettings) -> Result<FittedContract, StatsError> {
    settings.check()?;
    counts.check()?;
    let (at_risk, lost): (f64, f64) = (counts.at_risk.iter().sum(), counts.lost.iter().sum());
    crate::check::no_overflow("the number of customers", at_risk)?;
    let (model, names) = contract.names();
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
    let penalised = Penalised {
        objective: &Likelihood { counts, scale },
        strength: settings.penalty * (counts.customers / scale),
        logarithms: names.len(),
        ln_unit: 0.0,
    };
    let starts = starts(lost / at_risk, contract, observed);
    let found = penalised.maximise(&search, &starts).map_err(named)?;
    let found = unscaled(found, scale, &search)?;
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

const MANY: usize = 1_000;

/// The mean chance to leave as observed, with customers from very different to nearly alike.
pub(super) fn starts(churn: f64, contract: Contract, periods: usize) -> Vec<Vec<f64>> {
    let churn = churn.clamp(1e-6, 1.0 - 1e-6);
    let shapes: &[f64] = match contract {
        Contract::ShiftedBetaGeometric => &[],
        Contract::BetaDiscreteWeibull => &[1.0, 0.6],
    };
    let mut starts = Vec::new();
    // Very many periods say enough of the shape for one start each.
    let spreads: &[f64] = if periods < MANY { &[3.0, 0.4, 20.0] } else { &[3.0] };
    for spread in spreads {
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
        let mut value = 0.0;
        let mut from = Age::new(&model, 0);
        for (period, (&at_risk, &lost)) in (1_u32..).zip(self.counts.at_risk.iter().zip(&self.counts.lost)) {
            let to = Age::new(&model, period);
            if at_risk > 0.0 {
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
                for (sum, part) in gradient.iter_mut().zip(slopes(&model, &from, &to)) {
                    *sum += slope * part;
                }
            }
            from = to;
        }
        value
    }
}

/// What the slopes need at an age.
pub(super) struct Age {
    pub(super) exposure: f64,
    /// ψ(α + β + u) − ψ(β + u) at exposure u.
    gap: f64,
    /// Slope of u along ln c.
    bend: f64,
}

impl Age {
    pub(super) fn new(model: &Renewals, periods: u32) -> Self {
        let exposure = model.exposure(periods);
        Self {
            exposure,
            gap: digamma_rise(model.beta + exposure, model.alpha),
            bend: model.shape * exposure * f64::from(periods.max(1)).ln(),
        }
    }
}

/// Slopes of ln r of the period between two ages along ln α, ln β and ln c.
pub(super) fn slopes(model: &Renewals, from: &Age, to: &Age) -> [f64; 3] {
    let Renewals { alpha, beta, .. } = *model;
    let (stay, whole) = (beta + from.exposure, alpha + beta + from.exposure);
    if model.shape == 1.0 {
        // r = (β + u)/(α + β + u); along ln c only where c happens to be 1.
        let c_slope = from.gap * from.bend - to.gap * to.bend;
        return [-alpha / whole, beta * (alpha / stay) / whole, c_slope];
    }
    step(model, from, to)
}

/// Slopes of ln S(to)/S(from) between any two ages.
pub(super) fn step(model: &Renewals, from: &Age, to: &Age) -> [f64; 3] {
    let Renewals { alpha, beta, .. } = *model;
    let whole = alpha + beta + from.exposure;
    [
        -alpha * digamma_rise(whole, to.exposure - from.exposure),
        beta * (from.gap - to.gap),
        from.gap * from.bend - to.gap * to.bend,
    ]
}
