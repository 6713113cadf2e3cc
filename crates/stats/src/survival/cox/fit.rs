//! From data to a fitted Cox regression.

use super::baseline::baselines;
use super::data::{CoxData, CoxSettings, Errors};
use super::design::{Design, Unit};
use super::fitted::{CoxTest, CoxTests, FittedCox};
use super::likelihood::{FARTHEST, Likelihood};
use super::lived::{Lived, weights};
use super::newton::{Events, Found, Penalty, maximise};
use super::order::Order;
use super::robust::sandwich;
use crate::coefficient::Coefficient;
use crate::covariates::Scale;
use crate::error::StatsError;
use crate::matrix::{Factor, dot};
use crate::tail::chi_squared_upper;

const ENOUGH_EVENTS_A_COLUMN: usize = 10;

/// By which factor does each column raise or lower the hazard of churn, whatever that hazard is over time?
///
/// Partial likelihood of Cox (1972, 1975): the product over events of risk/Σ risk of those at risk, risk = weight ×
/// exp(x·β + offset), at risk at t: entry < t ≤ exit, in the same stratum. Ties by Efron or Breslow, with weights as in R:
/// the tied events share their mean weight. Maximised by Newton's method on columns that are standardised inside; the
/// scale and the place of a column do not matter. O(n log n + n·k² for each of the about 5 steps), about one copy of the
/// covariates beside them; the result does not depend on the number of threads.
///
/// Arguments: `data.spells` in any one unit of time; columns finite; strata and clusters any numbers. Coefficients are
/// logarithms of hazard ratios per unit of the column, above 0: churns sooner. The penalty is lifelines'
/// ([`CoxSettings::penalty`]) except that absolute values are taken as they are, not smoothed: a coefficient can be
/// exactly 0, its standard error is then given as 0, and the errors of the others hold for the columns chosen.
///
/// # Errors
/// Those of the checks; [`StatsError::NoEvents`]; [`StatsError::ConstantColumn`] also where a column does not vary within
/// strata or among those at risk; [`StatsError::CollinearColumn`]; [`StatsError::SeparatingColumn`] where a coefficient
/// runs away while the likelihood settles; [`StatsError::TooFew`] clusters; [`StatsError::NoConvergence`];
/// [`StatsError::Overflow`]; an offset further than 300 from the mean of its stratum.
///
/// Departures: lifelines reports the log-likelihood less the penalty, and its robust errors leave ties out; here as in R.
pub fn fit(data: &CoxData<'_>, settings: &CoxSettings) -> Result<FittedCox, StatsError> {
    settings.check()?;
    let scales = data.check()?;
    let order = Order::new(&data.spells, data.strata);
    let weight = weights(data, &order);
    let (offset, offset_means) = centred_offset(data, &order)?;
    let design = Design::new(&data.covariates, &scales, &order)?;
    let names = data.covariates.names;
    let mut likelihood = Likelihood::new(&order, &design, &weight, &offset, settings.ties);
    let events = count(data);
    let found = maximise(&mut likelihood, penalty(settings, data.spells.len()), events, names)?;
    let shifts = shifts(data, &order, &design, &scales, &found.beta, &offset_means);
    let Likelihood { risk, hazards, .. } = likelihood;
    drop((design, offset));
    let lived = Lived {
        order,
        weight,
        risk,
        hazards,
        ties: settings.ties,
    };
    let covariance = match settings.errors {
        Errors::Model => found.covariance.clone(),
        Errors::Robust => sandwich(data, &lived, &scales, &found.covariance)?,
    };
    let free = settings.penalty == 0.0 && !names.is_empty();
    Ok(FittedCox {
        coefficients: coefficients(names, &found.beta, &covariance, &scales)?,
        covariance: in_units(&covariance, &scales)?,
        model_covariance: in_units(&found.covariance, &scales)?,
        log_likelihood: found.log_likelihood,
        null_log_likelihood: found.null_log_likelihood,
        n: data.spells.len() as u64,
        events: events.count,
        iterations: found.steps,
        few_events: events.count < (ENOUGH_EVENTS_A_COLUMN * names.len()) as u64,
        tests: if free {
            Some(tests(&found, &covariance, names)?)
        } else {
            None
        },
        means: scales.iter().map(|scale| scale.mean).collect(),
        baselines: baselines(&lived, data.spells.exit, &shifts)?,
        settings: *settings,
        sds: scales.iter().map(|scale| scale.sd).collect(),
        unit_covariance: found.covariance,
    })
}

fn count(data: &CoxData<'_>) -> Events {
    let churned = data.spells.event.iter().enumerate().filter(|(_, event)| **event);
    let (mut weight, mut count) = (0.0, 0);
    for (row, _) in churned {
        weight += data.spells.weight_of(row);
        count += 1;
    }
    Events { weight, count }
}

/// On columns divided by the standard deviation with n in the denominator.
fn penalty(settings: &CoxSettings, rows: usize) -> Penalty {
    let n = rows as f64;
    // Square of the coefficient of lifelines' standardised column over ours.
    let square = n / (n - 1.0).max(1.0);
    Penalty {
        l1: n * settings.penalty * settings.l1_share * square.sqrt(),
        l2: n * settings.penalty * (1.0 - settings.l1_share) * square,
    }
}

/// Offsets by position less the mean of their stratum, and those means; the first is empty without offset.
fn centred_offset(data: &CoxData<'_>, order: &Order) -> Result<(Vec<f64>, Vec<f64>), StatsError> {
    let Some(offset) = data.offset else {
        return Ok((Vec::new(), vec![0.0; order.strata.len()]));
    };
    let mut centred: Vec<f64> = order.rows.iter().map(|&row| offset[row as usize]).collect();
    let mut means = Vec::with_capacity(order.strata.len());
    for stratum in &order.strata {
        let n = stratum.positions.len() as f64;
        let mean = centred[stratum.positions.clone()].iter().map(|o| o / n).sum::<f64>();
        means.push(mean);
        for at in stratum.positions.clone() {
            centred[at] -= mean;
            if centred[at].is_nan() || centred[at].abs() > FARTHEST {
                let index = order.rows[at] as usize;
                return Err(StatsError::BadValue {
                    name: "offset",
                    index,
                    value: offset[index],
                    expected: "within 300 of the mean of its stratum",
                });
            }
        }
    }
    Ok((centred, means))
}

/// What was taken from the linear predictors of each stratum.
fn shifts(
    data: &CoxData<'_>,
    order: &Order,
    design: &Design,
    scales: &[Scale],
    beta: &[f64],
    offset_means: &[f64],
) -> Vec<f64> {
    let shift = |(stratum, offset): (&super::order::Stratum, &f64)| {
        let first = stratum.positions.start;
        let row = order.rows[first] as usize;
        let columns = data.covariates.columns.iter().zip(scales).zip(design.row(first));
        let taken = columns.map(|((column, scale), x)| Unit::new(scale).of(column[row]) - x);
        offset + taken.zip(beta).map(|(taken, b)| taken * b).sum::<f64>()
    };
    order.strata.iter().zip(offset_means).map(shift).collect()
}

fn coefficients(
    names: &[String],
    beta: &[f64],
    covariance: &[f64],
    scales: &[Scale],
) -> Result<Vec<Coefficient>, StatsError> {
    let k = beta.len();
    let one = |j: usize| {
        let (coef, se) = (beta[j] / scales[j].sd, covariance[j * k + j].sqrt() / scales[j].sd);
        if !(coef.is_finite() && se.is_finite()) {
            return Err(TOO_LARGE);
        }
        if beta[j] == 0.0 && covariance[j * k + j] == 0.0 {
            return Ok(left_out(&names[j]));
        }
        if se == 0.0 {
            return Err(StatsError::CollinearColumn { name: names[j].clone() });
        }
        Ok(Coefficient::new(&names[j], coef, se))
    };
    (0..k).map(one).collect()
}

const TOO_LARGE: StatsError = StatsError::Overflow {
    name: "the covariance of the coefficients",
};

/// A coefficient that the penalty holds at 0.
fn left_out(name: &str) -> Coefficient {
    Coefficient {
        name: name.to_owned(),
        coef: 0.0,
        se: 0.0,
        z: 0.0,
        p: 1.0,
        ci_low: 0.0,
        ci_high: 0.0,
    }
}

/// A covariance of standardised columns in the units of the columns.
fn in_units(covariance: &[f64], scales: &[Scale]) -> Result<Vec<f64>, StatsError> {
    let k = scales.len();
    let entry = |at: usize| {
        let value = covariance[at] / scales[at / k].sd / scales[at % k].sd;
        if value.is_finite() { Ok(value) } else { Err(TOO_LARGE) }
    };
    (0..k * k).map(entry).collect()
}

fn tests(found: &Found, covariance: &[f64], names: &[String]) -> Result<CoxTests, StatsError> {
    let k = names.len();
    let test = |chi_squared: f64| CoxTest {
        chi_squared: chi_squared.max(0.0),
        degrees_of_freedom: k as u64,
        p_value: chi_squared_upper(chi_squared, k as f64),
    };
    let factor = Factor::new(covariance, k).map_err(|singular| StatsError::CollinearColumn {
        name: names[singular.at].clone(),
    })?;
    Ok(CoxTests {
        likelihood_ratio: test(2.0 * (found.log_likelihood - found.null_log_likelihood)),
        wald: test(dot(&found.beta, &factor.solve(&found.beta))),
        score: test(found.score),
    })
}
