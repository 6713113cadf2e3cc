//! Survival, retention and residual lifetime with their errors, within the data and beyond.

use super::counts::Counts;
use super::fit::{FittedContract, renewals};
use super::renewals::Renewals;
use crate::error::StatsError;
use crate::lifetime::delta::{Range, delta};
use crate::lifetime::estimate::Estimate;
use crate::lifetime::setting::MOST_PERIODS;

/// One period of a fitted curve, beside what was observed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    /// The period, from 1 on.
    pub period: u32,
    /// Share of the customers who began that are still there after it.
    pub survival: Estimate,
    /// Share of those there before it who renewed.
    pub retention: Estimate,
    /// Customers observed in this period; `None` beyond the data.
    pub at_risk: Option<f64>,
    /// Of these, lost; `None` beyond the data.
    pub lost: Option<f64>,
}

impl FittedContract {
    /// [`Renewals::survival`] with its error.
    pub fn survival(&self, periods: u32) -> Result<Estimate, StatsError> {
        self.figure(Range::Probability, |model| Ok(model.ln_survival(periods)))
    }

    /// [`Renewals::retention`] with its error.
    pub fn retention(&self, period: u32) -> Result<Estimate, StatsError> {
        self.figure(Range::Probability, |model| Ok(model.ln_retention(period)))
    }

    /// [`Renewals::residual_lifetime`] with its error.
    pub fn residual_lifetime(&self, survived: u32, discount: f64) -> Result<Estimate, StatsError> {
        self.figure(Range::Positive, |model| {
            Ok(model.residual_lifetime(survived, discount)?.ln())
        })
    }

    /// [`Renewals::new_lifetime`] with its error.
    pub fn new_lifetime(&self, discount: f64) -> Result<Estimate, StatsError> {
        self.figure(Range::Positive, |model| Ok(model.new_lifetime(discount)?.ln()))
    }

    /// The curve for the periods 1 to `periods` (at most 10,000), beside the `counts` it was fitted to.
    ///
    /// Errors: more periods than that.
    pub fn project(&self, counts: &Counts, periods: u32) -> Result<Vec<Projection>, StatsError> {
        if periods > MOST_PERIODS {
            return Err(StatsError::OutOfRange {
                name: "periods",
                value: f64::from(periods),
                expected: "at most 10,000",
            });
        }
        (1..=periods)
            .map(|period| {
                let observed = counts
                    .at_risk
                    .get(period as usize - 1)
                    .filter(|&&at_risk| at_risk > 0.0);
                Ok(Projection {
                    period,
                    survival: self.survival(period)?,
                    retention: self.retention(period)?,
                    at_risk: observed.copied(),
                    lost: observed.and_then(|_| counts.lost.get(period as usize - 1)).copied(),
                })
            })
            .collect()
    }

    fn figure(
        &self,
        range: Range,
        ln_value: impl Fn(&Renewals) -> Result<f64, StatsError>,
    ) -> Result<Estimate, StatsError> {
        let logs: Vec<f64> = self.parameters.iter().map(|parameter| parameter.coef.ln()).collect();
        delta(
            "a figure of the contract model",
            range,
            &logs,
            &self.covariance,
            |logs| ln_value(&renewals(logs)?),
        )
    }
}
