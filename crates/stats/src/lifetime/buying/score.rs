//! Predictions for every customer.

use rayon::prelude::*;

use super::covariates::BuyingCovariates;
use super::fitted::FittedBuying;
use super::histories::Histories;
use super::law::{BuyingLaw, check_horizon, expected_if_alive, p_alive};
use super::row::History;
use crate::check;
use crate::error::StatsError;
use crate::lifetime::estimate::Estimate;

/// One number a customer, in the order of the rows.
#[derive(Clone, Debug, PartialEq)]
pub struct BuyingScores {
    /// P(alive) at the end of observation.
    pub p_alive: Vec<f64>,
    /// Purchases expected within the horizon after it.
    pub expected_purchases: Vec<f64>,
}

/// The same with 95 % intervals for the uncertainty of the parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct BuyingScoreIntervals {
    /// P(alive) at the end of observation.
    pub p_alive: Vec<Estimate>,
    /// Purchases expected within the horizon after it.
    pub expected_purchases: Vec<Estimate>,
}

/// Question: which customers are still there, and how often will each buy within `horizon`?
///
/// [`BuyingLaw::p_alive`] and [`BuyingLaw::conditional_expected_purchases`] of each row, on all cores; `covariates` in the
/// order in which the model was fitted. The number of threads changes no bit.
///
/// # Errors
/// Those of [`Histories::check`] and [`FittedBuying::law_for`]; [`StatsError::OutOfRange`] for the horizon.
pub fn score(
    fitted: &FittedBuying,
    histories: &Histories<'_>,
    covariates: &BuyingCovariates<'_>,
    horizon: f64,
) -> Result<BuyingScores, StatsError> {
    let laws = Laws::new(fitted, histories, covariates, horizon)?;
    let (alive, expected) = laws.each(|law, history| {
        let (model, parameters) = (law.model(), law.parameters());
        let alive = p_alive(model, &parameters, history);
        let expected = alive * expected_if_alive(model, &parameters, history, horizon);
        Ok((
            check::no_overflow("P(alive)", alive)?,
            check::no_overflow("expected purchases", expected)?,
        ))
    })?;
    Ok(BuyingScores {
        p_alive: alive,
        expected_purchases: expected,
    })
}

/// [`score`] with intervals, in about ten times the time.
///
/// # Errors
/// Those of [`score`].
pub fn score_with_intervals(
    fitted: &FittedBuying,
    histories: &Histories<'_>,
    covariates: &BuyingCovariates<'_>,
    horizon: f64,
) -> Result<BuyingScoreIntervals, StatsError> {
    let laws = Laws::new(fitted, histories, covariates, horizon)?;
    let (alive, expected) = laws.each(
        |law,
         &History {
             frequency,
             recency,
             age,
         }| {
            Ok((
                law.p_alive_with_interval(frequency, recency, age)?,
                law.conditional_expected_purchases_with_interval(horizon, frequency, recency, age)?,
            ))
        },
    )?;
    Ok(BuyingScoreIntervals {
        p_alive: alive,
        expected_purchases: expected,
    })
}

/// The law of each row.
pub(super) struct Laws<'a> {
    fitted: &'a FittedBuying,
    histories: &'a Histories<'a>,
    covariates: &'a BuyingCovariates<'a>,
    /// Of every row where there are no covariates.
    common: Option<BuyingLaw>,
}

impl<'a> Laws<'a> {
    pub(super) fn new(
        fitted: &'a FittedBuying,
        histories: &'a Histories<'a>,
        covariates: &'a BuyingCovariates<'a>,
        horizon: f64,
    ) -> Result<Self, StatsError> {
        check_horizon(horizon)?;
        histories.check()?;
        let (left, right) = (fitted.parameters.len() - 4, covariates.columns().len());
        if left != right {
            return Err(StatsError::LengthMismatch { left, right });
        }
        for column in covariates.columns() {
            check::same_length(histories.len(), column.len())?;
        }
        let common = if covariates.is_empty() {
            Some(fitted.law()?)
        } else {
            None
        };
        Ok(Self {
            fitted,
            histories,
            covariates,
            common,
        })
    }

    /// Two figures of every row.
    pub(super) fn each<T: Send, U: Send>(
        &self,
        of: impl Fn(&BuyingLaw, &History) -> Result<(T, U), StatsError> + Sync,
    ) -> Result<(Vec<T>, Vec<U>), StatsError> {
        let results: Result<(Vec<T>, Vec<U>), StatsError> = (0..self.histories.len())
            .into_par_iter()
            .with_min_len(1024)
            .map(|row| {
                let history = History {
                    frequency: self.histories.frequency[row],
                    recency: self.histories.recency[row],
                    age: self.histories.age[row],
                };
                match &self.common {
                    Some(law) => of(law, &history),
                    None => of(&self.law_of(row)?, &history),
                }
            })
            .collect();
        results
    }

    fn law_of(&self, row: usize) -> Result<BuyingLaw, StatsError> {
        let of_row = |columns: &[&[f64]]| columns.iter().map(|column| column[row]).collect::<Vec<f64>>();
        self.fitted.law_for(
            &of_row(self.covariates.purchase.columns),
            &of_row(self.covariates.dropout.columns),
        )
    }
}
