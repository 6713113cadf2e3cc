//! Who churned sooner or later than expected.

use super::data::CoxData;
use super::fitted::FittedCox;
use super::lived::Lived;
use crate::error::StatsError;

impl FittedCox {
    /// Did each row churn more or less than its hazard foretold?
    ///
    /// Martingale residuals: churned (1 or 0) − cumulative hazard lived through between entry and exit, from −∞ to 1, by
    /// row, without the case weight; weighted they add up to 0 in each stratum. With the tie rule of the fit. `data`: as
    /// fitted. Add the rows of a customer up where there are several.
    ///
    /// # Errors
    /// Those of the data; [`StatsError::Overflow`].
    pub fn martingale_residuals(&self, data: &CoxData<'_>) -> Result<Vec<f64>, StatsError> {
        let (lived, _) = Lived::new(self, data)?;
        let expected = expected(&lived)?;
        let churned = data.spells.event.iter().map(|&event| f64::from(u8::from(event)));
        Ok(churned.zip(expected).map(|(churned, e)| churned - e).collect())
    }

    /// The same on a scale on which both tails are alike: which rows does the model fit badly?
    ///
    /// sign(m)·√(−2(m + δ·ln(δ − m))) with m the martingale residual and δ = 1 where churned (Therneau, Grambsch & Fleming
    /// 1990). `data`: as fitted.
    ///
    /// # Errors
    /// Those of the data; [`StatsError::Overflow`].
    pub fn deviance_residuals(&self, data: &CoxData<'_>) -> Result<Vec<f64>, StatsError> {
        let (lived, _) = Lived::new(self, data)?;
        let expected = expected(&lived)?;
        let rows = data.spells.event.iter().zip(expected);
        let residuals: Vec<f64> = rows.map(|(&churned, expected)| deviance(churned, expected)).collect();
        if residuals.iter().all(|r| r.is_finite()) {
            Ok(residuals)
        } else {
            Err(StatsError::Overflow {
                name: "a deviance residual",
            })
        }
    }
}

fn deviance(churned: bool, expected: f64) -> f64 {
    if churned {
        let square = 2.0 * (expected - 1.0 - expected.ln());
        square.max(0.0).sqrt().copysign(1.0 - expected)
    } else {
        -(2.0 * expected).sqrt()
    }
}

/// Expected events by row, without the weight.
fn expected(lived: &Lived) -> Result<Vec<f64>, StatsError> {
    let parts = lived.hazards.expected.iter().enumerate();
    let expected: Vec<f64> = parts.map(|(at, e)| e / lived.weight_at(at)).collect();
    if expected.iter().all(|e| e.is_finite()) {
        Ok(lived.by_row(&expected))
    } else {
        Err(StatsError::Overflow {
            name: "the expected number of events",
        })
    }
}
