//! How well the value of all customers together is known.

use holdfast_stats::error::StatsError;
use holdfast_stats::lifetime::buying::fitted::FittedBuying;
use holdfast_stats::lifetime::buying::score::score;
use holdfast_stats::lifetime::estimate::Estimate;
use holdfast_stats::lifetime::spend::GammaGamma;
use holdfast_stats::lifetime::value::total_potential;

use super::base::Base;
use super::fitted_columns::Columns;
use super::money::{Leaves, Values};

/// Customers of whom the error is reckoned at most.
const MOST_CUSTOMERS: usize = 50_000;

/// What the two fits say of every customer.
pub struct Forecast<'a> {
    /// All customers.
    pub base: &'a Base,
    /// Those that were fitted: their columns, and where they are in the base.
    pub columns: &'a Columns,
    /// Their places.
    pub seen: &'a [usize],
    /// The model of purchases.
    pub fitted: &'a FittedBuying,
    /// Purchases within the horizon.
    pub purchases: &'a [Estimate],
    /// The horizon.
    pub horizon: f64,
}

/// The standard error that the parameters of both models give the total potential value, relative to that value: the
/// customers share them, so that it does not fall with their number.
///
/// # Errors
/// No model of spend, a total that is not above zero, expectations that are infinite next to the estimated parameters.
pub fn relative_error(forecast: &Forecast, values: &Values, margin: f64) -> Result<f64, StatsError> {
    let Some(money) = &forecast.base.money else {
        return Err(StatsError::Empty);
    };
    let Some((spend_model, _)) = &values.fitted else {
        return Err(StatsError::Empty);
    };
    let leaves = Leaves::new(money, margin);
    // The error is relative and shared by all: of a large base every k-th customer tells it.
    let all = forecast.base.len() <= MOST_CUSTOMERS;
    let step = forecast.seen.len().div_ceil(MOST_CUSTOMERS).max(1);
    let picked: Vec<usize> = if all {
        (0..forecast.base.len()).collect()
    } else {
        forecast.seen.iter().copied().step_by(step).collect()
    };
    let sampled = (!all).then(|| Columns::of(forecast.base, &picked));
    let counts: Vec<f64> = picked.iter().map(|&i| forecast.purchases[i].value).collect();
    let spends: Vec<f64> = picked.iter().map(|&i| values.spend[i]).collect();
    // Four logarithms, then coefficients of covariates.
    let buying: Vec<f64> = forecast
        .fitted
        .parameters
        .iter()
        .enumerate()
        .map(|(i, p)| if i < 4 { p.coef.ln() } else { p.coef })
        .collect();
    let spend: Vec<f64> = spend_model.parameters.iter().map(|p| p.coef.ln()).collect();
    let found = total_potential(
        (&buying, &forecast.fitted.covariance),
        (&spend, &spend_model.covariance),
        |buying_at, spend_at| {
            // One parameter is moved at a time: the other model's figures are as they were.
            let moved = if buying_at == buying {
                None
            } else {
                Some(match &sampled {
                    Some(columns) => expected_with(forecast, columns, buying_at)?.1,
                    None => purchases_with(forecast, buying_at)?,
                })
            };
            let amounts = if spend_at == spend {
                None
            } else {
                Some(spends_with(forecast.base, &money.mean_spend, &picked, spend_at)?)
            };
            let counts = moved.as_deref().unwrap_or(&counts);
            let amounts = amounts.as_deref().unwrap_or(&spends);
            Ok(counts
                .iter()
                .zip(amounts)
                .map(|(n, &s)| n * leaves.of(s) * margin)
                .sum())
        },
    )?;
    Ok(found.se / found.value)
}

/// Purchases of every customer of the base, with other parameters.
fn purchases_with(forecast: &Forecast, at: &[f64]) -> Result<Vec<f64>, StatsError> {
    let (fitted, expected) = expected_with(forecast, forecast.columns, at)?;
    if forecast.seen.len() == forecast.base.len() {
        return Ok(expected);
    }
    let mut purchases = vec![fitted.law()?.expected_purchases(forecast.horizon)?; forecast.base.len()];
    for (&i, value) in forecast.seen.iter().zip(expected) {
        purchases[i] = value;
    }
    Ok(purchases)
}

/// The model with other parameters, and the purchases of the customers of these columns by it.
fn expected_with(forecast: &Forecast, columns: &Columns, at: &[f64]) -> Result<(FittedBuying, Vec<f64>), StatsError> {
    let mut fitted = forecast.fitted.clone();
    for (i, (parameter, &value)) in fitted.parameters.iter_mut().zip(at).enumerate() {
        parameter.coef = if i < 4 { value.exp() } else { value };
    }
    let scores =
        columns.with_covariates(|covariates| score(&fitted, &columns.histories(), covariates, forecast.horizon))?;
    Ok((fitted, scores.expected_purchases))
}

/// Spend of a purchase of the customers picked, with other parameters.
fn spends_with(base: &Base, mean_spend: &[f64], picked: &[usize], at: &[f64]) -> Result<Vec<f64>, StatsError> {
    let value = |i: usize| at.get(i).map_or(f64::NAN, |log| log.exp());
    let model = GammaGamma::new(value(0), value(1), value(2))?;
    let spend = |&i: &usize| model.expected_spend(base.frequency[i], mean_spend[i]);
    picked.iter().map(spend).collect()
}
