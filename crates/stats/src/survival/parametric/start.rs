//! Where a search for the maximum begins, and data that have none.

use super::outcome::{Kind, Outcomes};
use crate::chunks;
use crate::covariates::{Covariates, Scale};
use crate::error::StatsError;
use crate::matrix::Factor;

/// The location at which the hazard t^(1/scale − 1) would lead to as many events as there were, given `scale` in the
/// units of the search: the maximum of the Weibull likelihood without covariates for exact and right-censored rows.
pub(super) fn location(outcomes: &Outcomes, scale: f64) -> f64 {
    let largest = outcomes.at.iter().fold(f64::NEG_INFINITY, |m, &y| m.max(y));
    let (mut passed, mut events) = (0.0, 0.0);
    for row in 0..outcomes.len() {
        let weight = outcomes.weight_of(row);
        passed += weight * ((outcomes.at[row] - largest) / scale).exp();
        if outcomes.kind[row] != Kind::Right {
            events += weight;
        }
    }
    largest + scale * (passed.ln() - events.ln())
}

/// Mean and standard deviation of the times of those who churned, in the units of the search, and their share.
pub(super) fn of_events(outcomes: &Outcomes) -> (f64, f64, f64) {
    let (mut weight, mut sum, mut all) = (0.0, 0.0, 0.0);
    for row in 0..outcomes.len() {
        let w = outcomes.weight_of(row);
        all += w;
        if outcomes.kind[row] != Kind::Right {
            weight += w;
            sum += w * outcomes.at[row];
        }
    }
    let mean = sum / weight;
    let mut squares = 0.0;
    for row in 0..outcomes.len() {
        if outcomes.kind[row] != Kind::Right {
            squares += outcomes.weight_of(row) * (outcomes.at[row] - mean).powi(2);
        }
    }
    (mean, (squares / weight).sqrt(), weight / all)
}

/// No column that the others determine. O(rows·columns²), once.
///
/// # Errors
/// [`StatsError::CollinearColumn`].
pub(super) fn check_determined(covariates: &Covariates<'_>, scales: &[Scale], rows: usize) -> Result<(), StatsError> {
    let k = scales.len();
    let correlation = chunks::sum(rows, k * k, |range, sums| {
        for i in 0..k {
            for j in 0..=i {
                let pair = covariates.columns[i][range.clone()]
                    .iter()
                    .zip(&covariates.columns[j][range.clone()]);
                sums[i * k + j] += pair
                    .map(|(x, y)| (x - scales[i].mean) / scales[i].sd * ((y - scales[j].mean) / scales[j].sd))
                    .sum::<f64>();
            }
        }
    });
    match Factor::new(&correlation, k) {
        Ok(_) => Ok(()),
        Err(singular) => Err(StatsError::CollinearColumn {
            name: covariates.names[singular.at].clone(),
        }),
    }
}

/// No single column along which the likelihood rises for ever: one value among all who churned at a known time, and those
/// still there only on one side of it, those who churned before they were seen only on the other.
///
/// # Errors
/// [`StatsError::SeparatingColumn`].
pub(super) fn check_separation(covariates: &Covariates<'_>, kinds: &[Kind]) -> Result<(), StatsError> {
    for (name, column) in covariates.names.iter().zip(covariates.columns) {
        let known = |kind: Kind| matches!(kind, Kind::Exact | Kind::Between);
        let range = |keep: &dyn Fn(Kind) -> bool| {
            let values = column.iter().zip(kinds).filter(|(_, kind)| keep(**kind));
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (&x, _)| {
                (low.min(x), high.max(x))
            })
        };
        // Empty sets give (∞, −∞), which lies on either side of anything.
        let (low, high) = range(&known);
        let (right_low, right_high) = range(&|kind| kind == Kind::Right);
        let (left_low, left_high) = range(&|kind| kind == Kind::Left);
        let above = right_low >= high.max(left_high) && left_high <= low.min(right_low);
        let below = right_high <= low.min(left_low) && left_low >= high.max(right_high);
        if low >= high && (above || below) {
            return Err(StatsError::SeparatingColumn { name: name.clone() });
        }
    }
    Ok(())
}
