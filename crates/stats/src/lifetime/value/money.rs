//! What customers have brought: historical value, current value, profit. Whole minor units.

use crate::check;
use crate::error::StatsError;

/// 2⁶³: the first whole number beyond the largest sum.
const TOO_LARGE: f64 = 9_223_372_036_854_775_808.0;

/// The sum of each customer's amounts, exactly; customers without a row have 0.
///
/// `customer`: 0 to `customers` − 1 by row. Errors: columns that differ in length, a customer beyond them
/// ([`StatsError::GroupOutOfRange`]), a sum beyond 2⁶³.
pub fn sum_by_customer(customer: &[u32], amount_minor: &[i64], customers: usize) -> Result<Vec<i64>, StatsError> {
    check::same_length(customer.len(), amount_minor.len())?;
    // Wide sums, so that the order of large purchases and returns cannot overflow on the way.
    let mut sums = vec![0_i128; customers];
    for (index, (&group, &amount)) in customer.iter().zip(amount_minor).enumerate() {
        let sum = sums.get_mut(group as usize).ok_or(StatsError::GroupOutOfRange {
            index,
            group,
            group_count: customers,
        })?;
        *sum += i128::from(amount);
    }
    sums.into_iter().map(narrow).collect()
}

/// Historical value: the margin that each customer has brought so far, revenue × `margin` (0–1), rounded to minor units (halves
/// away from zero).
///
/// Errors: no rows, a margin outside 0–1.
pub fn historical(revenue_minor: &[i64], margin: f64) -> Result<Vec<i64>, StatsError> {
    check_margin(margin)?;
    if revenue_minor.is_empty() {
        return Err(StatsError::Empty);
    }
    revenue_minor
        .iter()
        .map(|&revenue| rounded(revenue as f64 * margin))
        .collect()
}

/// Customer profit: historical value less what serving the customer has cost (service, returns, campaigns), where known.
///
/// Errors: those of [`historical`], columns that differ in length, a difference beyond 2⁶³.
pub fn profit(revenue_minor: &[i64], margin: f64, cost_to_serve_minor: &[i64]) -> Result<Vec<i64>, StatsError> {
    check::same_length(revenue_minor.len(), cost_to_serve_minor.len())?;
    let margins = historical(revenue_minor, margin)?;
    let pairs = margins.iter().zip(cost_to_serve_minor);
    pairs
        .map(|(&margin, &cost)| narrow(i128::from(margin) - i128::from(cost)))
        .collect()
}

/// Current value: margin a period, historical value ÷ `periods` as a customer (above zero, fractions allowed), rounded.
///
/// Errors: columns that differ in length, a duration that is not above zero or not finite, a quotient beyond 2⁶³.
pub fn current(historical_minor: &[i64], periods: &[f64]) -> Result<Vec<i64>, StatsError> {
    check::same_length(historical_minor.len(), periods.len())?;
    let pairs = historical_minor.iter().zip(periods).enumerate();
    pairs
        .map(|(index, (&value, &periods))| {
            if periods > 0.0 && periods.is_finite() {
                rounded(value as f64 / periods)
            } else {
                Err(StatsError::NonPositiveDuration { index, value: periods })
            }
        })
        .collect()
}

/// Expectations in minor units as whole ones, rounded (halves away from zero).
///
/// Errors: a value that is not finite or beyond 2⁶³.
pub fn to_minor(values: &[f64]) -> Result<Vec<i64>, StatsError> {
    check::finite(values)?;
    values.iter().map(|&value| rounded(value)).collect()
}

pub(crate) fn rounded(value: f64) -> Result<i64, StatsError> {
    let whole = value.round();
    if (-TOO_LARGE..TOO_LARGE).contains(&whole) {
        Ok(whole as i64)
    } else {
        Err(StatsError::Overflow { name: "a sum of money" })
    }
}

pub(crate) fn narrow(sum: i128) -> Result<i64, StatsError> {
    i64::try_from(sum).map_err(|_| StatsError::Overflow { name: "a sum of money" })
}

pub(crate) fn check_margin(margin: f64) -> Result<(), StatsError> {
    if (0.0..=1.0).contains(&margin) {
        return Ok(());
    }
    Err(StatsError::OutOfRange {
        name: "margin",
        value: margin,
        expected: "0 to 1",
    })
}
