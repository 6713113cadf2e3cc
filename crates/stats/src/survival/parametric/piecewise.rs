//! Piecewise exponential: a hazard that is constant between breakpoints, with proportional hazards.

use super::aft::LIMIT;
use super::outcome::Kind;
use super::pieces::Pieces;
use super::prediction::check_ridge;
use super::start;
use super::transform::determined;
use crate::check;
use crate::coefficient::Coefficient;
use crate::covariates::Covariates;
use crate::error::StatsError;
use crate::maximise::{Maximum, Search, maximise};
use crate::quantile::cut_points;
use crate::survival::spells::Spells;

const MODEL: &str = "piecewise exponential";
/// More pieces than this are no longer a summary, and their information no longer small.
const MOST_PIECES: usize = 200;

/// Where the hazard may change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Breakpoints<'a> {
    /// At these times: finite, above zero, strictly rising; none for one constant hazard. An event at a breakpoint is
    /// before it.
    At(&'a [f64]),
    /// At event times, in this many intervals with about equally many events (fewer where event times tie), 1–200.
    Quantiles(usize),
}

/// How a piecewise exponential model is fitted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PiecewiseSettings {
    /// ½·ridge·Σ (coefficient·sd of its column)² is taken off the log-likelihood; 0: no penalty.
    pub ridge: f64,
}

/// One interval of constant hazard.
#[derive(Clone, Debug, PartialEq)]
pub struct HazardInterval {
    /// Its beginning, not included.
    pub from: f64,
    /// Its end, included; infinite for the last.
    pub to: f64,
    /// Rows with an event in it.
    pub events: u64,
    /// Time under observation in it, times weight.
    pub exposure: f64,
    /// ln hazard where all covariates are 0, in events per unit of time.
    pub log_hazard: Coefficient,
}

/// A fitted piecewise exponential model.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedPiecewise {
    /// Where the hazard changes, rising.
    pub breakpoints: Vec<f64>,
    /// Log hazard ratios, in the order of the covariates: above zero they leave sooner.
    pub coefficients: Vec<Coefficient>,
    /// One more than breakpoints.
    pub intervals: Vec<HazardInterval>,
    /// Covariance of the coefficients, then the log hazards, row by row.
    pub covariance: Vec<f64>,
    /// Log-likelihood in the unit of the data, without the penalty.
    pub log_likelihood: f64,
    /// 2·(number of parameters) − 2·log-likelihood.
    pub aic: f64,
    /// ln(sum of weights)·(number of parameters) − 2·log-likelihood.
    pub bic: f64,
    /// Rows.
    pub n: u64,
    /// Rows with an event.
    pub events: u64,
    /// Evaluations of the likelihood.
    pub evaluations: u32,
}

/// Fits hazard(t | x) = exp(α_j + xβ) for t in the interval j by maximum likelihood.
///
/// Log-likelihood Σ w·(event·(α + xβ) − Σ_j e^(α_j + xβ)·time in j): that of a Poisson regression on the split spells with the
/// logarithm of time as offset, but for terms without parameters; the spells are never split in memory. It is concave.
/// Late entry before 0 counts as 0. Ties need no care. O(rows·(pieces + columns²)) for each of a few Newton steps.
///
/// # Errors
/// Those of [`Spells::check`] and of the covariates with row or column; [`StatsError::NonPositiveDuration`] for an exit at
/// 0; [`StatsError::NoEvents`]; [`StatsError::BadValue`] for a breakpoint that does not rise or that ends an interval without
/// an event (its hazard would be 0), [`StatsError::OutOfRange`] for their number; [`StatsError::SeparatingColumn`],
/// [`StatsError::CollinearColumn`], [`StatsError::NoMaximum`].
///
/// Friedman (1982), Annals of Statistics 10; Holford (1980), Biometrics 36.
pub fn fit_piecewise(
    spells: &Spells<'_>,
    covariates: &Covariates<'_>,
    breakpoints: Breakpoints<'_>,
    settings: &PiecewiseSettings,
) -> Result<FittedPiecewise, StatsError> {
    check_ridge(settings.ridge)?;
    spells.check()?;
    if let Some(index) = spells.exit.iter().position(|&exit| exit <= 0.0) {
        let value = spells.exit[index];
        return Err(StatsError::NonPositiveDuration { index, value });
    }
    let n = spells.len() as u64;
    let events = spells.event.iter().filter(|&&event| event).count() as u64;
    if events == 0 {
        return Err(StatsError::NoEvents { name: MODEL, n });
    }
    let breakpoints = cuts(spells, breakpoints)?;
    let scales = covariates.check(spells.len())?;
    start::check_determined(covariates, &scales, spells.len())?;
    if settings.ridge == 0.0 {
        let kind = |event: &bool| if *event { Kind::Exact } else { Kind::Right };
        let kinds: Vec<Kind> = spells.event.iter().map(kind).collect();
        start::check_separation(covariates, &kinds)?;
    }
    let pieces = Pieces::new(spells, covariates, &scales, &breakpoints, settings.ridge)?;
    let names = names(covariates, &breakpoints);
    let search = Search {
        model: MODEL,
        names: &names,
        limit: LIMIT,
    };
    // Without covariates this is the maximum.
    let maximum = maximise(&pieces, &search, &[vec![0.0; names.len()]]).and_then(|found| determined(found, &search))?;
    let log_likelihood = pieces.log_likelihood(&maximum);
    let k = names.len();
    let (mut coefficients, covariance) = in_data_units(&pieces, &maximum, &names)?;
    let hazards = coefficients.split_off(scales.len());
    let edges = breakpoints.iter().copied();
    let intervals = std::iter::once(0.0)
        .chain(edges.clone())
        .zip(edges.chain([f64::INFINITY]))
        .zip(hazards)
        .enumerate()
        .map(|(at, ((from, to), log_hazard))| HazardInterval {
            from,
            to,
            events: pieces.events[at],
            exposure: pieces.exposure[at],
            log_hazard,
        })
        .collect();
    Ok(FittedPiecewise {
        breakpoints,
        coefficients,
        intervals,
        covariance,
        log_likelihood,
        aic: 2.0 * k as f64 - 2.0 * log_likelihood,
        bic: pieces.total_weight().ln() * k as f64 - 2.0 * log_likelihood,
        n,
        events,
        evaluations: maximum.evaluations,
    })
}

/// Breakpoints that rise, each interval with an event.
fn cuts(spells: &Spells<'_>, breakpoints: Breakpoints<'_>) -> Result<Vec<f64>, StatsError> {
    let most = |pieces: usize| {
        if (1..=MOST_PIECES).contains(&pieces) {
            Ok(())
        } else {
            Err(StatsError::OutOfRange {
                name: "the number of intervals",
                value: pieces as f64,
                expected: "1 to 200",
            })
        }
    };
    let of_events = spells.exit.iter().zip(spells.event).filter(|&(_, &event)| event);
    let mut times: Vec<f64> = of_events.map(|(&exit, _)| exit).collect();
    let given = match breakpoints {
        Breakpoints::Quantiles(pieces) => {
            most(pieces)?;
            return Ok(cut_points(&times, pieces));
        }
        Breakpoints::At(given) => given,
    };
    most(given.len() + 1)?;
    let bad = |index: usize, expected: &'static str| StatsError::BadValue {
        name: "breakpoint",
        index,
        value: given[index],
        expected,
    };
    let mut before = 0.0;
    for (index, &cut) in given.iter().enumerate() {
        if !(cut.is_finite() && cut > before) {
            return Err(bad(index, "finite, above zero and above the one before"));
        }
        before = cut;
    }
    times.sort_unstable_by(f64::total_cmp);
    let mut passed = 0;
    for (index, &cut) in given.iter().enumerate() {
        let reached = times.partition_point(|&time| time <= cut);
        if reached == passed {
            return Err(bad(index, "the end of an interval with at least one event"));
        }
        passed = reached;
    }
    if let Some(last) = given.len().checked_sub(1).filter(|_| passed == times.len()) {
        return Err(bad(last, "before the last event"));
    }
    Ok(given.to_vec())
}

fn names(covariates: &Covariates<'_>, breakpoints: &[f64]) -> Vec<String> {
    let mut names = covariates.names.to_vec();
    let mut from = 0.0;
    for to in breakpoints.iter().copied().chain([f64::INFINITY]) {
        names.push(format!("log_hazard ({from}, {to}]"));
        from = to;
    }
    names
}

/// Slopes per unit; log hazards at covariates of 0 instead of their means.
fn in_data_units(
    pieces: &Pieces<'_>,
    maximum: &Maximum,
    names: &[String],
) -> Result<(Vec<Coefficient>, Vec<f64>), StatsError> {
    let k = names.len();
    let slopes = pieces.scales.len();
    // Row i of the change of units: its own factor, and for hazards −mean/sd of each slope.
    let factor = |i: usize, j: usize| match (i < slopes, j < slopes) {
        (true, _) if i == j => 1.0 / pieces.scales[i].sd,
        (false, true) => -pieces.scales[j].mean / pieces.scales[j].sd,
        (false, false) if i == j => 1.0,
        _ => 0.0,
    };
    let factors: Vec<f64> = (0..k * k).map(|at| factor(at / k, at % k)).collect();
    let half = product(&factors, &maximum.covariance, k);
    let transposed: Vec<f64> = (0..k * k).map(|at| factors[at % k * k + at / k]).collect();
    let mut covariance = product(&half, &transposed, k);
    covariance.iter_mut().for_each(|v| *v /= pieces.weight_mean);
    let mut coefficients = Vec::with_capacity(k);
    for (i, name) in names.iter().enumerate() {
        let sum: f64 = (0..k).map(|j| factors[i * k + j] * maximum.parameters[j]).sum();
        let constant = i.checked_sub(slopes).map_or(0.0, |piece| pieces.log_rate[piece]);
        let value = check::no_overflow("a coefficient", sum + constant)?;
        let se = check::no_overflow("a standard error", covariance[i * k + i].max(0.0).sqrt())?;
        if se == 0.0 {
            return Err(StatsError::Overflow {
                name: "the precision of a coefficient",
            });
        }
        coefficients.push(Coefficient::new(name, value, se));
    }
    Ok((coefficients, covariance))
}

fn product(a: &[f64], b: &[f64], k: usize) -> Vec<f64> {
    (0..k * k)
        .map(|at| (0..k).map(|m| a[at / k * k + m] * b[m * k + at % k]).sum())
        .collect()
}
