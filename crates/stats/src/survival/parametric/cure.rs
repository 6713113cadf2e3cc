//! Mixture cure: some leave, at times that follow a survival distribution; the others never do.

use super::aft::{AftSettings, LIMIT, shape_names};
use super::censored::Censored;
use super::contribution::Third;
use super::family::Family;
use super::follow_up::{FollowUp, follow_up};
use super::likelihood::{Likelihood, Predictor};
use super::outcome::Outcomes;
use super::predict_aft::linear;
use super::prediction::check_ridge;
use super::start;
use super::transform::{determined, in_data_units};
use crate::coefficient::Coefficient;
use crate::covariates::Covariates;
use crate::error::StatsError;
use crate::maximise::{Maximum, Search, maximise};
use crate::special::sigmoid;

const MODEL: &str = "mixture cure model";
const INSTEAD: &str = "accelerated failure time without a share who never leave";
/// A share who never leave below this is none.
const NOBODY: f64 = 1e-6;

/// A fitted mixture cure model.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedCure {
    /// Distribution of the time to churn of those who leave.
    pub family: Family,
    /// Log-odds of ever leaving: covariates in their order, then `intercept`.
    pub incidence: Vec<Coefficient>,
    /// Time to churn of those who leave, as in [`super::FittedAft::coefficients`].
    pub latency: Vec<Coefficient>,
    /// Covariance of incidence, then latency, row by row.
    pub covariance: Vec<f64>,
    /// Mean over rows (by weight) of the probability of never leaving, 0–1.
    pub cure_share: f64,
    /// Whether observation was long enough to tell.
    pub follow_up: FollowUp,
    /// Log-likelihood in the unit of the data, without the penalty.
    pub log_likelihood: f64,
    /// 2·(number of parameters) − 2·log-likelihood.
    pub aic: f64,
    /// ln(sum of weights)·(number of parameters) − 2·log-likelihood.
    pub bic: f64,
    /// Rows.
    pub n: u64,
    /// Rows that churned: exact, left- or interval-censored.
    pub events: u64,
    /// Evaluations of the likelihood, from all starts.
    pub evaluations: u32,
}

/// Fits S(t | x, z) = 1 − π(z) + π(z)·S_u(t | x) by maximum likelihood, π logistic in `incidence`, S_u an accelerated failure
/// time distribution in `latency`.
///
/// A row adds ln π + ln f_u where churn is exact, ln π + ln F_u left-censored, ln π + ln(S_u − S_u) between, ln S
/// right-censored; late entry takes off ln S(entry). Maximised directly with gradient and information in closed form,
/// not by EM, so that the errors are those of the observed information. `ridge` penalises the slopes of both parts.
/// Covariates as in [`super::fit_aft`]; the same column may be in both parts.
///
/// The share who never leave is known from data only where the curve has reached a plateau: read
/// [`FittedCure::follow_up`] before it.
///
/// # Errors
/// Those of [`super::fit_aft`]; [`StatsError::WrongSetting`] where the likelihood has no maximum with a share between 0 and 1
/// (follow-up too short, or nobody stays for ever), and for the generalised gamma, whose tail imitates such a share.
///
/// Boag (1949), JRSS B 11; Farewell (1982), Biometrics 38; Maller & Zhou (1996), Survival Analysis with Long-Term Survivors.
pub fn fit_cure(
    data: &Censored<'_>,
    incidence: &Covariates<'_>,
    latency: &Covariates<'_>,
    family: Family,
    settings: &AftSettings,
) -> Result<FittedCure, StatsError> {
    check_ridge(settings.ridge)?;
    if family == Family::GeneralisedGamma {
        return Err(StatsError::WrongSetting {
            model: MODEL,
            reason: "the tail of the generalised gamma imitates a share who never leave".to_owned(),
            instead: "the Weibull, log-normal, log-logistic or exponential family",
        });
    }
    let outcomes = Outcomes::new(data, family.has_scale(), MODEL)?;
    let latency_scales = latency.check(data.len())?;
    let incidence_scales = incidence.check(data.len())?;
    start::check_determined(latency, &latency_scales, data.len())?;
    start::check_determined(incidence, &incidence_scales, data.len())?;
    if settings.ridge == 0.0 {
        start::check_separation(incidence, &outcomes.kind)?;
    }
    let likelihood = Likelihood {
        family,
        outcomes: &outcomes,
        location: Predictor {
            covariates: latency,
            scales: &latency_scales,
        },
        kind_of_third: Third::Leaving,
        third: Predictor {
            covariates: incidence,
            scales: &incidence_scales,
        },
        ridge: settings.ridge / outcomes.weight_mean,
    };
    let maximum = climb(&likelihood)?;
    let names = names(&likelihood, true);
    let estimates = in_data_units(&likelihood, &maximum, &names)?;
    let log_likelihood =
        (maximum.log_likelihood + likelihood.penalty(&maximum.parameters) + outcomes.constant) * outcomes.weight_mean;
    let k = maximum.parameters.len();
    let split = k - 1 - incidence.names.len();
    let mut latency = estimates.coefficients;
    let incidence_part = latency.split_off(split);
    let cure_share = cure_share(incidence, &incidence_part, &outcomes)?;
    if cure_share < NOBODY {
        return Err(no_share(format!("the share who never leave is {cure_share:.1e}")));
    }
    // Incidence first.
    let moved = |at: usize| (at + split) % k;
    let covariance = (0..k * k)
        .map(|at| estimates.covariance[moved(at / k) * k + moved(at % k)])
        .collect();
    Ok(FittedCure {
        family,
        incidence: incidence_part,
        latency,
        covariance,
        cure_share,
        follow_up: follow_up(data),
        log_likelihood,
        aic: 2.0 * k as f64 - 2.0 * log_likelihood,
        bic: outcomes.total_weight().ln() * k as f64 - 2.0 * log_likelihood,
        n: data.len() as u64,
        events: outcomes.events,
        evaluations: maximum.evaluations,
    })
}

/// Mean of 1 − π(z), by weight.
fn cure_share(
    incidence: &Covariates<'_>,
    coefficients: &[Coefficient],
    outcomes: &Outcomes,
) -> Result<f64, StatsError> {
    let Some((intercept, slopes)) = coefficients.split_last() else {
        return Err(StatsError::Empty);
    };
    if slopes.is_empty() {
        return Ok(sigmoid(-intercept.coef));
    }
    let odds = linear(incidence, slopes, intercept.coef)?;
    let stay = odds
        .iter()
        .enumerate()
        .map(|(row, odds)| outcomes.weight_of(row) * sigmoid(-odds));
    // Weights have a mean of 1.
    Ok(stay.sum::<f64>() / outcomes.len() as f64)
}

/// Names of location, ln σ and log-odds; the intercept last in a report, first in a search, where those of the log-odds
/// are told apart.
fn names(likelihood: &Likelihood<'_>, reported: bool) -> Vec<String> {
    let predictor = |covariates: &Covariates<'_>, of: &str| {
        let mut names: Vec<String> = covariates.names.iter().map(|name| format!("{name}{of}")).collect();
        let at = if reported { names.len() } else { 0 };
        names.insert(at, format!("intercept{of}"));
        names
    };
    let mut names = predictor(likelihood.location.covariates, "");
    names.extend(shape_names(likelihood.family).iter().map(|&name| name.to_owned()));
    names.extend(predictor(
        likelihood.third.covariates,
        if reported { "" } else { " of leaving" },
    ));
    names
}

fn climb(likelihood: &Likelihood<'_>) -> Result<Maximum, StatsError> {
    let names = names(likelihood, false);
    let search = Search {
        model: MODEL,
        names: &names,
        limit: LIMIT,
    };
    let covariate = |name: &str| {
        let of_leaving = name.strip_suffix(" of leaving").unwrap_or(name);
        let known = |covariates: &Covariates<'_>, name: &str| covariates.names.iter().any(|known| known == name);
        known(likelihood.location.covariates, name) || known(likelihood.third.covariates, of_leaving)
    };
    let result = maximise(likelihood, &search, &starts(likelihood)).and_then(|found| determined(found, &search));
    result.map_err(|error| match error {
        StatsError::NoMaximum { parameter, value, .. } if !covariate(&parameter) => {
            no_share(format!("{parameter} runs to {value:.3e} in the units of the search"))
        }
        other => other,
    })
}

fn no_share(reason: String) -> StatsError {
    StatsError::WrongSetting {
        model: MODEL,
        reason: format!("{reason}: observation is too short to tell who never leaves, or everybody leaves"),
        instead: INSTEAD,
    }
}

/// A plateau a little below the share who stayed, with those who left as they were seen; and nearly everybody leaving.
fn starts(likelihood: &Likelihood<'_>) -> Vec<Vec<f64>> {
    let outcomes = likelihood.outcomes;
    let (mean, sd, share) = start::of_events(outcomes);
    let scaled = likelihood.family.has_scale();
    let begin = |share: f64, location: f64, scale: f64| {
        let mut start = vec![0.0; likelihood.location.len()];
        start[0] = location;
        if scaled {
            start.push(scale.ln());
        }
        let third = start.len();
        start.resize(third + likelihood.third.len(), 0.0);
        start[third] = (share / (1.0 - share)).ln();
        start
    };
    let scale = if scaled { (0.8 * sd).clamp(1e-3, 1e3) } else { 1.0 };
    let wide = if scaled { 0.7 } else { 1.0 };
    vec![
        begin((1.1 * share).clamp(0.01, 0.97), mean + 0.5 * scale, scale),
        begin((0.5 * (1.0 + share)).min(0.97), start::location(outcomes, wide), wide),
    ]
}
